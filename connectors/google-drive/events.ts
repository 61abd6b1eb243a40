import { createHash } from 'node:crypto'
import type { HookProof, HookRequest, Reading, Reference, Subscription } from '../connector.ts'
import { at, text } from '../reading.ts'
import { isSame } from '../signatures.ts'
import { askFor, fileOf, itemOf } from './files.ts'
import { callDrive, type DriveClient, type DriveSettings, demandDone, everywhere } from './site.ts'

export const kinds = ['made', 'changed', 'trashed', 'removed']

/** A channel lasts a week at most and cannot be made longer: the next is opened in its place. */
const lifetime = 7 * 86_400_000
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
  if (state === 'sync') return { is: 'ignored', event: 'sync', reason: 'first_message' }
  if (states.test(state)) return { is: 'changed', event: state }
  return state
    ? { is: 'unrecognised', reason: 'unknown_event', about: state }
    : { is: 'unrecognised', reason: 'no_event_name' }
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

export async function startToken(client: DriveClient): Promise<string> {
  const answer = await callDrive(client, '/changes/startPageToken', { query: everywhere })
  demandDone(answer)
  return text(at(answer.json).startPageToken)
}

/** Only what the installation’s own account sees is heard of. */
export async function followedAs(reference: Reference, client: DriveClient): Promise<string | undefined> {
  const answer = await askFor(reference, client)
  const file = fileOf(answer.json)
  return answer.status < 400 && file.id ? itemOf(file.target || file.id) : undefined
}
