import type { AuditCheck } from '../../../contract/api/audit.ts'
import { maybe, one, rows, sql } from '../../platform/db.ts'
import { beginning, isProofOf, isSealOf } from './chain.ts'

type Fault = NonNullable<AuditCheck['fault']>

/** Looked at together. */
const most = 2_000
/** An entry that stands so long without a seal was kept from it, or put in by hand. */
const sealedWithinSeconds = 30

/** Goes through the chain from its beginning, and says the first thing that is wrong with it. */
export async function verifyAudit(communityId: string): Promise<AuditCheck> {
  const began = performance.now()
  const head = await maybe<{ n: string; seal: string; proof: string }>(
    sql`select n, seal, proof from audit_heads where community_id = ${communityId}`,
  )
  const walked = await walk(communityId)
  const fault =
    walked.fault ?? (await atTheEnd(communityId, head, walked)) ?? (await whatIsMissed(communityId, walked.n === 0))
  return {
    whole: fault === null,
    entries: walked.n,
    n: walked.n,
    head: walked.seal || null,
    fault,
    ms: Math.round(performance.now() - began),
  }
}

export interface Verified {
  readonly name: string
  readonly check: AuditCheck
}

/** Every community's, and whether this seal is one of theirs: whoever wrote one down elsewhere learns whether an older state was put back since. */
export async function verifyEverywhere(
  seal: string | undefined,
): Promise<{ communities: Verified[]; sealFound: boolean }> {
  const communities: Verified[] = []
  for (const { id, name } of await rows<{ id: string; name: string }>(
    sql`select id, name from communities order by id`,
  ))
    communities.push({ name, check: await verifyAudit(id) })
  const found = seal && (await maybe(sql`select from audit_chain where seal = ${seal}`))
  return { communities, sealFound: found !== undefined && found !== '' }
}

interface Walked {
  readonly n: number
  readonly seal: string
  readonly fault: Fault | null
}

interface Row {
  n: string
  audit_id: string
  seal: string
  /** null: the entry is gone. */
  words: string | null
}

async function walk(communityId: string): Promise<Walked> {
  let n = 0
  let before = beginning
  for (;;) {
    const some = await rows<Row>(sql`
      select c.n, c.audit_id, c.seal, case when u.id is not null then audit_words(u) end as words
      from audit_chain c left join audit u on u.community_id = c.community_id and u.id = c.audit_id
      where c.community_id = ${communityId} and c.n > ${n} order by c.n limit ${most}`)
    for (const row of some) {
      const at = { n: n + 1, entryId: row.audit_id }
      if (row.n !== String(n + 1)) return { n, seal: before, fault: { kind: 'gap', ...at, entryId: null } }
      if (row.words === null) return { n, seal: before, fault: { kind: 'missing', ...at } }
      if (!isSealOf(row.seal, { communityId, n: row.n, words: row.words, before }))
        return { n, seal: before, fault: { kind: 'changed', ...at } }
      n++
      before = row.seal
    }
    if (some.length < most) return { n, seal: before, fault: null }
  }
}

/** What was cut off, and what stands in the audit and in no chain. */
async function atTheEnd(
  communityId: string,
  head: { n: string; seal: string; proof: string } | undefined,
  walked: Walked,
): Promise<Fault | null> {
  const nothing = { n: null, entryId: null }
  if (!head) {
    const { some } = await one<{ some: boolean }>(sql`
      select exists (select from audit where community_id = ${communityId} and at < now() - make_interval(secs => ${sealedWithinSeconds})) as some`)
    return walked.n > 0 || some ? { kind: 'cut', ...nothing } : null
  }
  if (!isProofOf(head.proof, { communityId, n: head.n, seal: head.seal })) return { kind: 'forged', ...nothing }
  // Sealed since it was looked at.
  if (Number(head.n) > walked.n) return { kind: 'cut', n: Number(head.n), entryId: null }
  if (Number(head.n) === walked.n && head.seal !== walked.seal) return { kind: 'forged', n: walked.n, entryId: null }
  const stray = await maybe<{ id: string }>(sql`
    select u.id from audit u
    where u.community_id = ${communityId} and not exists (select from audit_chain c where c.community_id = u.community_id and c.audit_id = u.id)
      and (u.at < now() - make_interval(secs => ${sealedWithinSeconds})
        or not exists (select from audit_unsealed w where w.community_id = u.community_id and w.audit_id = u.id))
    order by u.id limit 1`)
  return stray ? { kind: 'unsealed', n: null, entryId: stray.id } : null
}

/**
 * Whoever empties all of it leaves a chain that is whole, of nothing. Nobody enables an integration, nor signs in, without an entry: where there are such and
 * not their entries, the audit was begun anew.
 */
async function whatIsMissed(communityId: string, isEmpty: boolean): Promise<Fault | null> {
  const { missed } = await one<{ missed: boolean }>(sql`
    select exists (select from installations i where i.community_id = ${communityId} and not exists (
        select from audit u where u.community_id = i.community_id and u.subject = 'integration' and u.subject_id = i.id))
      or (${isEmpty} and exists (select from sessions s where s.community_id = ${communityId})) as missed`)
  return missed ? { kind: 'emptied', n: null, entryId: null } : null
}
