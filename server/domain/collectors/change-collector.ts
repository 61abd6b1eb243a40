import type { Collector, CollectorBody, RefusedEntry } from '../../../contract/api/api-log.ts'
import { transaction } from '../../platform/db.ts'
import { isAdmittedInside } from '../../platform/outbound.ts'
import { Refusal } from '../../platform/refusal.ts'
import { openText, seal } from '../../platform/secrets.ts'
import { visibleText } from '../../platform/visible-text.ts'
import type { Person } from '../access/actor.ts'
import { demandInCommunity } from '../access/may.ts'
import { cameFrom, record } from '../audit/record.ts'
import {
  type CollectorRow,
  collectorsOf,
  deleteCollector,
  insertCollector,
  lockCollector,
  newCollectorId,
  refusalsOf,
  updateCollector,
} from './collectors.sql.ts'

export async function listCollectors(actor: Person): Promise<Collector[]> {
  demandInCommunity(actor, 'integrations.manage')
  const refused = await refusalsOf(actor.communityId)
  return (await collectorsOf(actor.communityId)).map(row => present(row, refused.get(row.id)))
}

export async function addCollector(actor: Person, body: CollectorBody): Promise<Collector> {
  demandInCommunity(actor, 'integrations.manage')
  const id = await newCollectorId()
  const form = checked(id, body, null)
  return transaction(async () => {
    const row = await insertCollector(actor.communityId, actor.memberId, id, form)
    await record({ ...audited(actor, row), action: 'collector.added', after: told(row) })
    return present(row)
  })
}

export async function changeCollector(actor: Person, id: string, body: CollectorBody): Promise<Collector> {
  demandInCommunity(actor, 'integrations.manage')
  return transaction(async () => {
    const before = await lockCollector(actor.communityId, id)
    if (!before) throw new Refusal('not_found')
    const form = checked(id, body, before)
    const row = await updateCollector(actor.communityId, id, form)
    await record({
      ...audited(actor, row),
      action: 'collector.changed',
      before: told(before),
      after: { ...told(row), secretChanged: body.secret !== undefined },
    })
    return present(row, (await refusalsOf(actor.communityId)).get(row.id))
  })
}

export async function removeCollector(actor: Person, id: string): Promise<void> {
  demandInCommunity(actor, 'integrations.manage')
  await transaction(async () => {
    const before = await lockCollector(actor.communityId, id)
    if (!before) throw new Refusal('not_found')
    await deleteCollector(actor.communityId, id)
    await record({ ...audited(actor, before), action: 'collector.removed', before: told(before) })
  })
}

const contextOf = (id: string): string => `collectors:${id}`
export const secretOf = (row: Pick<CollectorRow, 'id' | 'secret'>): string | undefined =>
  row.secret ? openText(row.secret, contextOf(row.id)) : undefined

/** The secret that is kept stays only where it goes to the same place: nobody sends it elsewhere by changing the address. */
function checked(id: string, body: CollectorBody, before: CollectorRow | null) {
  if (!body.calls && !body.audit) throw new Refusal('bad_input', { field: 'calls', problem: 'missing' })
  const url = demandPlace(body).href
  if (body.secret !== undefined && /[^\t\x20-\x7e\u00a1-\u00ff]/.test(body.secret))
    throw new Refusal('bad_input', { field: 'secret', problem: 'characters' })
  const isSamePlace = before !== null && new URL(before.url).host === new URL(url).host
  const kept = isSamePlace ? before.secret : null
  const secret = body.secret === undefined ? kept : body.secret === '' ? null : seal(body.secret, contextOf(id))
  return { ...body, name: visibleText('name', body.name), url, secret }
}

const protocols = { http: /^https?:$/, otlp: /^https?:$/, syslog: /^(?:tcp|tls):$/ } as const

/** Encrypted, but for a place inside that the operator admitted. */
function demandPlace({ kind, url: text }: CollectorBody): URL {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : undefined
  if (!url?.hostname || !protocols[kind].test(url.protocol) || url.username || url.password)
    throw new Refusal('collector_refused', { problem: kind === 'syslog' ? 'not_syslog' : 'not_http' })
  if (kind === 'syslog' && !url.port) throw new Refusal('collector_refused', { problem: 'no_port' })
  if (/^(?:http|tcp):$/.test(url.protocol) && !isAdmittedInside(url))
    throw new Refusal('collector_refused', { problem: 'not_encrypted' })
  url.hash = ''
  return url
}

/** A key may stand in the query of an address: it is not told. */
const told = (row: CollectorRow) => ({
  name: row.name,
  kind: row.kind,
  url: withoutQuery(row.url),
  calls: row.sends_calls,
  audit: row.sends_audit,
  on: row.state === 'on',
})

const withoutQuery = (text: string): string => text.split('?', 1)[0] ?? ''

const audited = (actor: Person, row: Pick<CollectorRow, 'id'>) => ({
  communityId: actor.communityId,
  actorId: actor.memberId,
  subject: 'collector',
  subjectId: row.id,
  ...cameFrom(actor),
})

const present = (row: CollectorRow, refused: RefusedEntry[] = []): Collector => ({
  id: row.id,
  name: row.name,
  kind: row.kind,
  url: row.url,
  hasSecret: row.secret !== null,
  calls: row.sends_calls,
  audit: row.sends_audit,
  on: row.state === 'on',
  sent: Number(row.sent),
  passedOver: Number(row.passed_over),
  refused,
  lastSentAt: row.last_sent_at?.toISOString() ?? null,
  problem: row.problem,
  nextAt: row.problem === null ? null : row.next_at.toISOString(),
})
