import { one, run, sql } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Person } from '../access/actor.ts'
import { changeCustom } from './change-custom.ts'
import type { InstallationRow } from './installations.sql.ts'

export interface LogInSettings {
  /** Where its dialog may lead back to: these addresses to the letter, and no others. */
  readonly addresses: readonly string[]
  readonly devices: boolean
}

/** Where people who sign in to a program are led back to, and whether devices may ask; holds from the next question on. */
export const changeLogIn = (
  actor: Person,
  integrationId: string,
  settings: LogInSettings,
): Promise<InstallationRow> => {
  const addresses = [...new Set(settings.addresses.map(line => line.trim()).filter(Boolean))]
  for (const address of addresses) demandReturnAddress(address)
  return changeCustom(actor, integrationId, 'integration.log_in_changed', async () => {
    const before = await one<{ addresses: string[]; devices: boolean }>(
      sql`select log_in_addresses as addresses, device_log_in as devices from apps where id = ${integrationId} for update`,
    )
    await run(
      sql`update apps set log_in_addresses = ${addresses}::text[], device_log_in = ${settings.devices} where id = ${integrationId}`,
    )
    return { before: { ...before }, after: { addresses, devices: settings.devices } }
  })
}

/** `https` to anywhere; `http` to the machine in front of somebody, while a program is being made. No part of it is open, and nothing stands behind a `#`. */
function demandReturnAddress(address: string): void {
  const url = URL.canParse(address) ? new URL(address) : undefined
  const right =
    url &&
    (url.protocol === 'https:' || (url.protocol === 'http:' && isHere(url.hostname))) &&
    !url.username &&
    !url.password &&
    !/[#*\s\p{Cc}]/u.test(address)
  if (!right) throw new Refusal('return_address_wrong', { address: address.slice(0, 100) })
}

const isHere = (host: string): boolean => host === 'localhost' || host === '127.0.0.1' || host === '[::1]'
