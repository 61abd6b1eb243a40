import { createHash } from 'node:crypto'
import type { Fact } from '../../contract/preview.ts'
import type { Followed, HookAnswer, HookProof, HookRequest, Reading, Reference, Subscription } from '../connector.ts'
import { at, instant, list, parse, size, text } from '../reading.ts'
import { isAmong } from '../signatures.ts'
import { askFor, type DriveItem, driveItemOf, itemOf } from './items.ts'
import { callGraph, demandDone, type GraphClient, type SharePointSettings } from './site.ts'

export const kinds = ['made', 'changed', 'deleted']

/** Just under thirty days is the most for files (42,300 minutes). */
const lifetime = 42_000 * 60_000
/** Both within this of each other: the thing was made now. */
const together = 5_000

/** Graph wants its token back before a subscription is made: as text, so that nobody's browser takes it for a page. */
export function handshake({ method, query }: HookRequest): HookAnswer | undefined {
  if (method !== 'POST' || query.validationToken === undefined) return undefined
  const headers = { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' }
  return { status: 200, headers, body: query.validationToken }
}

/** There is no signature: each entry shows the secret of its subscription. Several may come together, and none speaks for another: see `sift`. */
export function verify({ body }: HookRequest, { secrets }: HookProof<SharePointSettings>): boolean {
  const isProof = isAmong(secrets)
  return entriesIn(body).some(entry => isProof(text(entry.clientState)))
}

/** Whoever has the address could put words of their own beside an entry that is proved. */
export function sift(request: HookRequest, { secrets }: HookProof<SharePointSettings>) {
  const isProof = isAmong(secrets)
  const judged = entriesIn(request.body).map(entry => ({ entry, proved: isProof(text(entry.clientState)) }))
  const those = (wanted: boolean): HookRequest => {
    const value = judged.filter(({ proved }) => proved === wanted).map(({ entry }) => told(entry))
    return { ...request, body: Buffer.from(JSON.stringify({ value })) }
  }
  return judged.every(({ proved }) => proved) ? { believed: request } : { believed: those(true), others: those(false) }
}

/** What is read of an entry, and no more: what else somebody wrote beside it may lie too deep to be written again. */
const told = (entry: Entry): object =>
  Object.fromEntries(
    ['subscriptionId', 'clientState', 'changeType', 'lifecycleEvent'].flatMap(name => {
      const value = text(entry[name])
      return value ? [[name, value]] : []
    }),
  )

/** Graph slows down or stops telling who answers with a refusal too often: of what we never asked for, or ask for no more, it gets its 202. */
export function isStray({ body }: HookRequest, known: ReadonlySet<string>): boolean {
  const ids = entriesIn(body).map(entry => text(entry.subscriptionId))
  return ids.length > 0 && ids.every(id => id !== '' && !known.has(id))
}

type Entry = Readonly<Record<string, unknown>>

const entriesIn = (body: Uint8Array): Entry[] => list(at(parse(body)).value).map(entry => at(entry))

/** The same words come each time: none repeats another. */
export const deliveryKey = (): string => ''

export const accepted: HookAnswer = { status: 202 }

/** Only that something in a drive changed; or what becomes of the subscription itself. */
export function read({ body }: HookRequest): Reading {
  const entries = entriesIn(body)
  const [first] = entries
  if (!first) return { is: 'unrecognised', reason: 'unreadable' }
  const ended = [...new Set(entries.filter(hasEnded).map(entry => text(entry.subscriptionId)))].filter(Boolean)
  const readings: Reading[] = ended.map(externalId => ({ is: 'subscription_ended', externalId }))
  const other = entries.find(entry => !hasEnded(entry))
  if (other || readings.length === 0) readings.push({ is: 'changed', event: eventOf(other ?? first) })
  const [only] = readings
  if (only && readings.length === 1) return only
  // A subscription ends once, and what changed is read after its end; so the ends tell one delivery from the next.
  const all = createHash('sha256').update(ended.join(' ')).digest('base64url')
  const keyed = readings.map((reading, n) => ({ key: `${ended[n] ?? 'changed'}:${all}`, reading }))
  return { is: 'several', readings: keyed }
}

const eventOf = (entry: Entry): string => text(entry.lifecycleEvent) || text(entry.changeType, 50) || 'changed'
const hasEnded = (entry: Entry): boolean =>
  /^(?:subscriptionRemoved|reauthorizationRequired)$/.test(text(entry.lifecycleEvent))

/** One subscription per followed thing, on the whole drive it lies in: the service has none for less. */
export async function follow(
  client: GraphClient,
  { item }: Followed,
  { url, secret }: { readonly url: string; readonly secret: string },
): Promise<readonly Subscription[]> {
  const answer = await callGraph(client, '/subscriptions', {
    method: 'POST',
    json: {
      changeType: 'updated',
      notificationUrl: url,
      lifecycleNotificationUrl: url,
      resource: `/drives/${item.split('/')[0]}/root`,
      expirationDateTime: new Date(client.now() + lifetime).toISOString(),
      clientState: secret,
    },
  })
  demandDone(answer)
  return [{ ...subscriptionOf(answer.json, client), secret, item }]
}

export async function renew(client: GraphClient, subscription: Subscription): Promise<Subscription> {
  const answer = await callGraph(client, `/subscriptions/${encodeURIComponent(subscription.externalId)}`, {
    method: 'PATCH',
    json: { expirationDateTime: new Date(client.now() + lifetime).toISOString() },
  })
  demandDone(answer)
  return { ...subscription, ...subscriptionOf(answer.json, client) }
}

function subscriptionOf(json: unknown, client: GraphClient): Subscription {
  const ends = Date.parse(instant(at(json).expirationDateTime) ?? '')
  return { externalId: text(at(json).id), expiresAt: ends || client.now() + lifetime }
}

export async function unsubscribe(client: GraphClient, { externalId }: Subscription): Promise<void> {
  await callGraph(client, `/subscriptions/${encodeURIComponent(externalId)}`, { method: 'DELETE' })
}

/** As the installation’s own account finds it. */
export async function followedAs(reference: Reference, client: GraphClient): Promise<string | undefined> {
  const answer = await askFor(reference, client)
  const { drive, id } = driveItemOf(answer.json)
  return answer.status < 400 && drive && id ? itemOf(drive, id) : undefined
}

/** What a change of a thing says; nothing of folders that only hold what changed. */
export function readingOf(item: DriveItem, drive: string, client: GraphClient, above: readonly string[]): Reading {
  const made = Math.abs(Date.parse(item.changedAt) - Date.parse(item.createdAt)) < together
  if (item.root || (item.folder && !made && !item.deleted))
    return { is: 'ignored', event: 'changed', reason: 'not_for_people' }
  const event = item.deleted ? 'deleted' : made ? 'made' : 'changed'
  const facts: Fact[] = []
  if (!item.folder && item.size !== undefined) facts.push({ label: 'size', kind: 'text', value: size(item.size) })
  return {
    is: 'notice',
    notice: {
      event,
      key: item.changedBy ? `${event}_by` : event,
      values: { title: item.name || '—', ...(item.changedBy && { who: item.changedBy }) },
      facts,
      link: item.url || client.address('sites').replace('*.', 'www.'),
      item: itemOf(drive, item.id),
      within: above.map(id => itemOf(drive, id)),
      properties: { extension: /\.([A-Za-z0-9]{1,10})$/.exec(item.name)?.[1]?.toLowerCase() ?? '' },
      ...(item.changedById && { people: { who: item.changedById } }),
      at: Date.parse(item.changedAt) || client.now(),
    },
  }
}
