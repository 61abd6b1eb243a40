import type { AuditEntry, AuditFilter } from '../../../contract/api/audit.ts'
import type { Language } from '../../../contract/api/basics.ts'
import { readPlaceCursor, writeCursor } from '../../platform/cursor.ts'
import { none, sql } from '../../platform/db.ts'
import { knows, say } from '../../platform/words.ts'
import type { Person } from '../access/actor.ts'
import { demandInCommunity } from '../access/may.ts'
import { type AuditRow, auditMatches, auditRows, subjectsOf, type Written } from './audit.sql.ts'
import { hiddenFrom } from './hidden-groups.ts'
import { type Named, namesOf } from './integration-names.ts'
import { tellable } from './tellable.ts'

type Query = AuditFilter & { after?: string | undefined; limit?: number | undefined }

/** Who did what in the whole community, newest first. */
export async function listAudit(actor: Person, { after, limit = 50, ...filter }: Query) {
  demandInCommunity(actor, 'people.govern')
  const place = readPlaceCursor(after)
  const hidden = await hiddenFrom(actor)
  const found = await auditRows(
    sql`${auditMatches(actor.communityId, filter, hidden)} ${place ? sql`and (u.at, u.id) < (${place.at}::timestamptz, ${place.id}::bigint)` : none}`,
    sql`u.at desc, u.id desc`,
    limit + 1,
  )
  const page = found.slice(0, limit)
  const last = page.at(-1)
  const names = await namesOf(actor.communityId, actor.language)
  const told = tellable(hidden)
  return {
    items: page.map(row => present(row, names, told, actor.language)),
    next: found.length > limit && last ? writeCursor(last.place, last.id) : null,
    subjects: await subjectsOf(actor.communityId),
  }
}

const present = (
  row: AuditRow,
  names: ReadonlyMap<string, Named>,
  told: (written: Written | null) => string | null,
  language: Language,
): AuditEntry => {
  const named = row.integration_id === null ? undefined : names.get(row.integration_id)
  return {
    id: row.id,
    at: row.at.toISOString(),
    actor: row.actor,
    action: row.action,
    sentence: sentenceOf(row, named?.name ?? row.integration_id ?? '', language),
    subject: row.subject,
    subjectId: row.subject_id,
    integration:
      row.integration_id === null ? null : { id: row.integration_id, name: named?.name ?? row.integration_id },
    before: told(row.before),
    after: told(row.after),
    address: row.address,
    userAgent: row.user_agent,
    country: row.country,
    n: row.n === null ? null : Number(row.n),
  }
}

/** A newer server may have written what this one has no words for: it goes by its own name. */
export function sentenceOf(
  { action, after }: Pick<AuditRow, 'action' | 'after'>,
  integration: string,
  language: Language,
): string {
  const key = `audit.${action}`
  return knows(language, key) ? say(language, key, { ...countsIn(after), integration }) : action
}

/** What a sentence may count. */
const countsIn = (written: Written | null): Record<string, number> =>
  Object.fromEntries(
    Object.entries(written ?? {}).filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
  )
