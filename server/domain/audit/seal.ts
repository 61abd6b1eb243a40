import { rows, run, sql, transaction } from '../../platform/db.ts'
import { beginning, proofOf, sealOf } from './chain.ts'

/** Sealed at once. */
const most = 500

/**
 * Seals what was committed since. Every process does so twice a second; of several at once the first goes on and the others have nothing to do. Outside the
 * transactions that write entries: inside them each would wait for all others (stack.md 12).
 */
export async function sealAudit(): Promise<void> {
  const waiting = await rows<{ community_id: string }>(sql`
    select distinct community_id from (select community_id from audit_unsealed limit 10000) as u`)
  for (const { community_id } of waiting) while ((await sealSome(community_id)) === most);
}

interface Waiting {
  audit_id: string
  words: string
}

/** The row of the chain's end is the lock. */
async function sealSome(communityId: string): Promise<number> {
  return transaction(async () => {
    await run(sql`
      insert into audit_heads (community_id, n, seal, proof)
      values (${communityId}, 0, ${beginning}, ${proofOf({ communityId, n: '0', seal: beginning })}) on conflict do nothing`)
    const [head] = await rows<{ n: string; seal: string }>(
      sql`select n, seal from audit_heads where community_id = ${communityId} for update skip locked`,
    )
    if (!head) return 0
    const waiting = await rows<Waiting>(sql`
      select w.audit_id, audit_words(u) as words from audit_unsealed w
      join audit u on u.community_id = w.community_id and u.id = w.audit_id
      where w.community_id = ${communityId} order by u.at, u.id limit ${most}`)
    if (waiting.length === 0) return 0
    await append(communityId, linked(communityId, head, waiting))
    return waiting.length
  })
}

interface Sealed {
  readonly n: string
  readonly audit_id: string
  readonly seal: string
}

function linked(communityId: string, head: { n: string; seal: string }, waiting: readonly Waiting[]): Sealed[] {
  let before = head.seal
  return waiting.map(({ audit_id, words }, at) => {
    const n = String(BigInt(head.n) + BigInt(at + 1))
    before = sealOf({ communityId, n, words, before })
    return { n, audit_id, seal: before }
  })
}

async function append(communityId: string, sealed: readonly Sealed[]): Promise<void> {
  const last = sealed.at(-1)
  if (!last) return
  const head = { communityId, n: last.n, seal: last.seal }
  await run(sql`
    with input as (select * from jsonb_to_recordset(${JSON.stringify(sealed)}::jsonb) as r(n bigint, audit_id bigint, seal text)),
    linked as (insert into audit_chain (community_id, n, audit_id, seal) select ${communityId}, n, audit_id, seal from input),
    done as (delete from audit_unsealed where community_id = ${communityId} and audit_id in (select audit_id from input))
    update audit_heads set n = ${last.n}, seal = ${last.seal}, proof = ${proofOf(head)}, sealed_at = now() where community_id = ${communityId}`)
}
