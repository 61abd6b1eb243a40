import ipaddr from 'ipaddr.js'
import { one, run, sql } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Person } from '../access/actor.ts'
import { changeCustom } from './change-custom.ts'
import type { InstallationRow } from './installations.sql.ts'

export interface Security {
  readonly requireProof: boolean
  readonly ipAllow: readonly string[]
}

/** How its calls must be proved, and where they may come from; holds from the next call on. */
export async function changeSecurity(
  actor: Person,
  integrationId: string,
  security: Security,
): Promise<InstallationRow> {
  const ipAllow = [...new Set(security.ipAllow.map(line => line.trim()).filter(Boolean))].map(demandBlock)
  return changeCustom(actor, integrationId, 'integration.security_changed', async () => {
    const before = await one<{ requireProof: boolean; ipAllow: string[] }>(
      sql`select require_proof as "requireProof", ip_allow as "ipAllow" from apps where id = ${integrationId} for update`,
    )
    await run(
      sql`update apps set require_proof = ${security.requireProof}, ip_allow = ${ipAllow}::text[] where id = ${integrationId}`,
    )
    return { before: { ...before }, after: { requireProof: security.requireProof, ipAllow } }
  })
}

/** An address, or a block as `10.0.0.0/8`, in its usual form. A host's own bits in a block are the block that holds it. */
function demandBlock(line: string): string {
  const [address = '', bits, ...more] = line.split('/')
  // Four parts in full: ipaddr.js also reads "1" and "0x7f.1", which nobody means here.
  const plain = address.includes(':') || ipaddr.IPv4.isValidFourPartDecimal(address)
  if (more.length > 0 || !plain || !(bits === undefined ? ipaddr.isValid(address) : ipaddr.isValidCIDR(line)))
    throw new Refusal('address_invalid', { address: line.slice(0, 50) })
  if (bits === undefined) return ipaddr.parse(address).toString()
  const network = address.includes(':')
    ? ipaddr.IPv6.networkAddressFromCIDR(line)
    : ipaddr.IPv4.networkAddressFromCIDR(line)
  return `${network.toString()}/${Number(bits)}`
}
