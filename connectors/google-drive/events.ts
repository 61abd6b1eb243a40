import { createHash } from 'node:crypto'
import type { Fact } from '../../contract/preview.ts'
import type { CatchUp, HookProof, HookRequest, Reading, Reference, Subscription } from '../connector.ts'
import { at, instant, list, size, text } from '../reading.ts'
import { isSame } from '../signatures.ts'
import { urlOf } from './cards.ts'
import { askFor, fields, fileOf, itemOf } from './files.ts'
import { callDrive, type DriveClient, type DriveSettings, demandDone, everywhere } from './site.ts'

export const kinds = ['made', 'changed', 'trashed']

/** A channel lasts a week at most and cannot be made longer: the next is opened in its place. */
const lifetime = 7 * 86_400_000
/** Both within this of each other: the file was made now. */
const together = 5_000
const states = /^(?:add|remove|update|trash|untrash|change)$/

export const verify = ({ headers }: HookRequest, { secrets }: HookProof<DriveSettings>): boolean =>
  secrets.map(secret => isSame(headers['x-goog-channel-token'] ?? '', secret)).includes(true)

/** Numbers rise within a channel. */
export function deliveryKey({ headers }: HookRequest): string | undefined {
  const channel = headers['x-goog-channel-id']
  return channel && `${channel}:${headers['x-goog-message-number'] ?? ''}`
}

/** A message has headers and nothing else: that something changed. */
export function read({ headers }: HookRequest): Reading {
  const state = headers['x-goog-resource-state'] ?? ''
  if (state === 'sync') return { is: 'ignored', event: 'sync', reason: 'the first message of a channel' }
  return states.test(state)
    ? { is: 'changed', event: state }
    : { is: 'unrecognised', reason: state ? `unknown state ${state}` : 'no state in it' }
}

export async function subscribe(
  client: DriveClient,
  hook: { readonly url: string; readonly secret: string },
): Promise<readonly Subscription[]> {
  return [await open(client, hook.url, hook.secret, hook.secret)]
}

/** The new one is there before the old one goes; doubles in between have one effect, since the cursor is the truth. */
export async function renew(
  client: DriveClient,
  old: Subscription,
  { url }: { readonly url: string },
): Promise<Subscription> {
  const secret = old.secret ?? ''
  const next = await open(client, url, secret, `${old.externalId}${client.now()}`)
  await unsubscribe(client, old)
  return next
}

async function open(client: DriveClient, url: string, secret: string, seed: string): Promise<Subscription> {
  const answer = await callDrive(client, '/changes/watch', {
    method: 'POST',
    query: { pageToken: await startToken(client), ...everywhere, includeItemsFromAllDrives: 'true' },
    json: {
      id: createHash('sha256').update(seed).digest('hex').slice(0, 40),
      type: 'web_hook',
      address: url,
      token: secret,
      expiration: String(client.now() + lifetime),
    },
  })
  demandDone(answer)
  const channel = at(answer.json)
  const expiresAt = Number(text(channel.expiration)) || client.now() + lifetime
  // Taking leave wants both names.
  return { externalId: `${text(channel.id)} ${text(channel.resourceId)}`, secret, expiresAt }
}

export async function unsubscribe(client: DriveClient, { externalId }: Subscription): Promise<void> {
  const [id = '', resourceId = ''] = externalId.split(' ')
  await callDrive(client, '/channels/stop', { method: 'POST', json: { id, resourceId } })
}

async function startToken(client: DriveClient): Promise<string> {
  const answer = await callDrive(client, '/changes/startPageToken', { query: everywhere })
  demandDone(answer)
  return text(at(answer.json).startPageToken)
}

/** Messages may be lost or come in any order: the page token is the truth. */
export const catchUp: CatchUp<DriveSettings> = {
  every: 600,
  start: startToken,
  async next(client, cursor) {
    const answer = await callDrive(client, '/changes', {
      query: {
        ...everywhere,
        pageToken: cursor,
        includeItemsFromAllDrives: 'true',
        fields: `newStartPageToken,nextPageToken,changes(removed,time,changeType,file(${fields}))`,
      },
    })
    if (answer.status === 400 || answer.status === 410)
      return { readings: [], cursor: await startToken(client), more: false }
    demandDone(answer)
    const page = at(answer.json)
    const next = text(page.nextPageToken, 1_000)
    const readings = list(page.changes).map(change => readingOf(at(change), client))
    return { readings, cursor: next || text(page.newStartPageToken, 1_000) || cursor, more: next !== '' }
  },
}

function readingOf(change: Readonly<Record<string, unknown>>, client: DriveClient): Reading {
  const file = fileOf(change.file)
  // What was taken away from this account has no name any more.
  if (change.removed === true || !file.id) return { is: 'ignored', event: 'removed', reason: 'the thing is gone' }
  const made = Math.abs(Date.parse(file.changedAt) - Date.parse(file.createdAt)) < together
  const event = file.trashed ? 'trashed' : made ? 'made' : 'changed'
  const facts: Fact[] = [{ label: 'kind', kind: 'text', value: file.kind }]
  if (file.size !== undefined && file.kind === 'file')
    facts.push({ label: 'size', kind: 'text', value: size(file.size) })
  return {
    is: 'notice',
    notice: {
      event,
      key: file.changedBy && event !== 'trashed' ? `${event}_by` : event,
      values: { title: file.name || '—', ...(file.changedBy && { who: file.changedBy }) },
      facts,
      link: urlOf(file, client),
      item: itemOf(file.id),
      within: file.parents.map(itemOf),
      properties: { kind: file.kind },
      ...(file.changedById && { people: { who: file.changedById } }),
      at: Date.parse(instant(change.time) ?? '') || client.now(),
    },
  }
}

/** Only what the installation’s own account sees is heard of. */
export async function followedAs(reference: Reference, client: DriveClient): Promise<string | undefined> {
  const answer = await askFor(reference, client)
  const file = fileOf(answer.json)
  return answer.status < 400 && file.id ? itemOf(file.target || file.id) : undefined
}
