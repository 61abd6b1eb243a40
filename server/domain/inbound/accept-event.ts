/**
 * What services tell us: accepted at the door in one batched statement before the 2xx, read and posted by a job. The order of the house puts it
 * last, because it stands on everything: integrations, accounts, previews, posts.
 */
import { createHash } from 'node:crypto'
import type { Listed } from '../../../connectors/catalog.ts'
import type { HookAnswer, HookProof, HookRequest } from '../../../connectors/connector.ts'
import { now, nowDate } from '../../platform/clock.ts'
import { sql } from '../../platform/db.ts'
import { harmless } from '../../platform/harmless.ts'
import { newToken, newTraceId } from '../../platform/ids.ts'
import { adopt, adoptedLease, mayAdopt, wakeWorkers } from '../../platform/jobs.ts'
import { openText, seal } from '../../platform/secrets.ts'
import { together } from '../../platform/together.ts'
import { logCall } from '../api-log/log-call.ts'
import { findListed } from '../integrations/catalog.ts'
import { openCredentials, wholeSettings } from '../integrations/credentials.ts'
import { type InstallationRow, installationByKey } from '../integrations/installations.sql.ts'
import { accountOf } from '../linking/accounts.sql.ts'
import { openTokens } from '../linking/tokens.ts'
import { rememberFresh } from './fresh-events.ts'
import { countRefused } from './refused-requests.ts'
import { secretContext, secretsByKey, subscriptionIds } from './subscriptions.sql.ts'

/** One text for every reason, so that nobody learns which keys there are (threats.md A21). */
const refused: HookAnswer = { status: 401, body: 'refused' }
const accepted: HookAnswer = { status: 200, body: 'ok' }

/**
 * Answers a request at /hooks/{key}. A 2xx means that it is recorded, with fsync on; the same delivery again is answered alike and has no effect
 * for seven days.
 */
export async function acceptEvent(key: string, request: HookRequest, from: Caller = {}): Promise<HookAnswer> {
  const began = performance.now()
  const [row, secrets] = await Promise.all([installationByKey(key), secretsByKey(key)])
  const listed = row && findListed(row.integration_id)
  if (!row || !listed?.connector.events) return refused
  const { answer, taken } = row.state === 'enabled' ? await accept(key, row, secrets, listed, request) : no
  note(row, request, from, { ...answer, taken }, performance.now() - began)
  return answer
}

interface Outcome {
  readonly answer: HookAnswer
  /** Believed, and worth what is granted for it. */
  readonly taken: boolean
}
const no: Outcome = { answer: refused, taken: false }

/** Where a request came from, and what it is called in our logs. */
export interface Caller {
  readonly address?: string
  readonly traceId?: string
}

/** The address itself is a key: it is not written down. */
const note = (
  row: InstallationRow,
  request: HookRequest,
  from: Caller,
  answer: HookAnswer & { taken: boolean },
  ms: number,
): void =>
  logCall({
    communityId: row.community_id,
    installationId: row.id,
    appId: undefined,
    api: 'webhook_in',
    method: request.method,
    path: '/hooks',
    permissions: answer.taken ? ['post_notices'] : [],
    groupId: undefined,
    status: answer.status,
    code: undefined,
    durationMs: ms,
    bytes: request.body.length,
    address: from.address,
    userAgent: request.headers['user-agent'],
    traceId: from.traceId ?? newTraceId(),
    at: nowDate(),
  })

async function accept(
  key: string,
  row: InstallationRow,
  secrets: readonly Buffer[],
  listed: Listed,
  request: HookRequest,
): Promise<Outcome> {
  const { events } = listed.connector
  if (!events) return no
  const proof = await proofFor(row, secrets, events.proofDetails === true)
  const handshake = events.handshake?.(request, proof as HookProof<never>)
  if (handshake) return { answer: handshake, taken: handshake.status < 300 }
  if (request.method !== 'POST') return no
  if (!verified(listed, request, proof)) {
    const why = await refuse(key, row, events, request)
    return why === 'stray' ? { answer: events.accepted ?? accepted, taken: false } : no
  }
  const { believed, others } = events.sift?.(request, proof as HookProof<never>) ?? { believed: request }
  if (others) await refuse(key, row, events, others)
  const adopted = mayAdopt()
  const kept = await keep({
    adopted,
    community_id: row.community_id,
    installation_id: row.id,
    delivery_key: keyOf(events.deliveryKey(believed), believed.body),
    request: seal(
      JSON.stringify({ ...believed, body: Buffer.from(believed.body).toString('base64') }),
      requestContext(row.id),
    ).toString('base64'),
  })
  if (kept && adopted) takeUp(row, believed, kept)
  else if (kept) wakeWorkers()
  return { answer: events.accepted ?? accepted, taken: true }
}

/** Counts what is not believed; answers as what. */
async function refuse(
  key: string,
  row: InstallationRow,
  events: Hears,
  request: HookRequest,
): Promise<'stray' | 'proof'> {
  const stray = events.isStray?.(request, new Set(await subscriptionIds(key))) ?? false
  countRefused(row, stray ? 'stray' : 'proof')
  return stray ? 'stray' : 'proof'
}

type Hears = NonNullable<Listed['connector']['events']>

/** The longest body that the service at this address sends, in bytes, where it documents one. */
export async function largestBody(key: string): Promise<number | undefined> {
  const row = await installationByKey(key)
  return row && findListed(row.integration_id)?.connector.events?.largestBody
}

/** What came was longer than that, and was not read. */
export async function tooLarge(key: string): Promise<void> {
  const row = await installationByKey(key)
  if (row?.state === 'enabled' && findListed(row.integration_id)?.connector.events) countRefused(row, 'too_large')
}

/**
 * A thin event has nothing to tell it from the next: each counts, and one catch-up stands for all. A key with marks that nobody would write into a
 * key, which may not even be kept, is told from others by all of what came.
 */
function keyOf(key: string | undefined, body: Uint8Array): string {
  if (key === '') return newToken()
  const whole = key === undefined || harmless(key) !== key
  return (whole ? createHash('sha256').update(body).digest('base64url') : key).slice(0, 300)
}

/** Who recorded it reads it, at once; were this process to end now, another one would find it in the queue. */
function takeUp(row: InstallationRow, request: HookRequest, { id, job_id }: { id: string; job_id: string }): void {
  rememberFresh(id, { row, request })
  adopt({
    ...{ id: job_id, communityId: row.community_id, kind: 'post-notice', installationId: row.id, attempts: 1 },
    payload: { inboundEventId: id },
  })
}

export const requestContext = (installationId: string): string => `inbound_events:${installationId}`

async function proofFor(
  row: InstallationRow,
  secrets: readonly Buffer[],
  withDetails: boolean,
): Promise<HookProof<unknown>> {
  const own = withDetails ? await accountOf(row.community_id, row.id, row.bot_id) : undefined
  return {
    details: own ? openTokens(own.id, own.tokens).details : {},
    settings: wholeSettings(row),
    clientSecret: openCredentials(row).clientSecret,
    secrets: secrets.map(sealed => openText(sealed, secretContext(row.id))),
    now: now(),
  }
}

function verified(listed: Listed, request: HookRequest, proof: HookProof<unknown>): boolean {
  try {
    return listed.connector.events?.verify(request, proof as HookProof<never>) ?? false
  } catch {
    return false
  }
}

interface InputRow {
  adopted: boolean
  community_id: string
  installation_id: string
  delivery_key: string
  /** Base64. */
  request: string
}

/** The event and its job in one statement, shared by those who arrive together; nothing comes back for a delivery that is known. */
const keep = together<InputRow, { n: number; id: string; job_id: string }>(
  batch => sql`
    with input as materialized (
      select nextval('ids') as id, r.* from jsonb_to_recordset(${batch}) as r(n int, adopted boolean, community_id bigint, installation_id bigint, delivery_key text, request text)
    ), kept as (
      insert into inbound_events (community_id, id, installation_id, delivery_key, outcome, request)
      select community_id, id, installation_id, delivery_key, 'waiting', decode(request, 'base64') from input
      on conflict (community_id, installation_id, delivery_key) do nothing
      returning id
    ), queued as (
      insert into jobs (community_id, kind, payload, installation_id, leased_until, attempts)
      select i.community_id, 'post-notice', jsonb_build_object('inboundEventId', i.id::text), i.installation_id,
        case when i.adopted then ${adoptedLease} end, case when i.adopted then 1 else 0 end
      from input i join kept using (id)
      returning id, (payload ->> 'inboundEventId')::bigint as event_id
    )
    select i.n, i.id, q.id as job_id from queued q join input i on i.id = q.event_id`,
)
