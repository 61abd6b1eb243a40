import type { Followed, Reference, Subscription } from '../connector.ts'
import { at, list, text } from '../reading.ts'
import { triggersOf } from './events.ts'
import { boxItemOf, itemOf } from './items.ts'
import { askAbout } from './links.ts'
import { type BoxClient, callBox, demandDone } from './site.ts'

/** The number behind a shared link, as the installation's own account is told. */
export async function followedAs(reference: Reference, client: BoxClient): Promise<string | undefined> {
  const answer = await askAbout(reference, client)
  const { is, id } = boxItemOf(answer.json)
  return answer.status < 400 && (is === 'file' || is === 'folder') ? itemOf(is, id) : undefined
}

/** One webhook per thing; a folder's tells of everything in it. One that was left there is taken over: the service has no two. */
export async function follow(
  client: BoxClient,
  { item }: Followed,
  { url }: { readonly url: string },
): Promise<readonly Subscription[]> {
  const [type = '', id = ''] = item.split(':')
  const told = { address: url, triggers: triggersOf(type) }
  const json = { target: { type, id }, ...told }
  const made = await callBox(client, '/webhooks', { method: 'POST', json })
  const left = made.status === 409 ? await webhookOn(client, id) : undefined
  const answer = left ? await callBox(client, pathOf(left), { method: 'PUT', json: told }) : made
  demandDone(answer)
  return [{ externalId: left ?? text(at(answer.json).id), item }]
}

/** At most a thousand per app and person, which is one page. */
async function webhookOn(client: BoxClient, id: string): Promise<string | undefined> {
  const answer = await callBox(client, '/webhooks', { query: { limit: 1_000 } })
  demandDone(answer)
  const found = list(at(answer.json).entries).find(one => text(at(one, 'target').id) === id)
  return text(at(found).id) || undefined
}

export async function unsubscribe(client: BoxClient, { externalId }: Subscription): Promise<void> {
  await callBox(client, pathOf(externalId), { method: 'DELETE' })
}

const pathOf = (webhook: string): string => `/webhooks/${encodeURIComponent(webhook)}`
