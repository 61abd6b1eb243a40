import { expect, test } from 'vitest'
import { type Answer, ServiceRefused, ServiceUnreachable } from '../connector.ts'
import { deliveryKey, read } from './events.ts'
import type { JiraClient, JiraSettings } from './site.ts'
import { renew, subscribe, unsubscribe } from './subscribe.ts'

const sites = { 'https://cobalt.atlassian.net': 'one', 'https://cobalt-lab.atlassian.net': 'two' }
const hook = { url: 'https://passerelle.example/hooks/k', secret: 's' }
const settings: JiraSettings = { deployment: 'cloud' }
const place = { settings, address: () => 'https://*.atlassian.net' }

/** Two sites, each with numbers of its own; those named refuse to register anything. */
function playing(refusing: readonly string[] = []) {
  const heard: string[] = []
  const client: JiraClient = {
    ...place,
    details: { sites: JSON.stringify(sites) },
    memory: new Map(),
    now: () => 0,
    async call({ method = 'GET', path, json }): Promise<Answer> {
      const site = path.split('/')[3] ?? ''
      heard.push(`${method} ${site}${path.split('/rest/api/3')[1]} ${JSON.stringify(json)}`)
      const refused = refusing.includes(site)
      const said = refused ? { errors: ['No webhooks for guests.'] } : { createdWebhookId: 1_000 }
      const answer = method === 'POST' ? { webhookRegistrationResult: [said] } : {}
      return { status: 200, headers: {}, bytes: Buffer.alloc(0), text: '', json: answer }
    },
  }
  return { client, heard }
}

test('every site of the account tells, renews and is taken leave of by its own number', async () => {
  const { client, heard } = playing()
  const made = await subscribe(client, hook)
  expect(made.map(one => one.externalId)).toEqual(['one/1000', 'two/1000'])
  heard.length = 0
  for (const one of made) await renew(client, one, hook)
  for (const one of made) await unsubscribe(client, one)
  // One that was made when only the first site was told is made anew.
  await expect(renew(client, { externalId: '7' }, hook)).rejects.toThrow(ServiceRefused)
  await unsubscribe(client, { externalId: '7' })
  expect(heard).toEqual([
    'PUT one/webhook/refresh {"webhookIds":[1000]}',
    'PUT two/webhook/refresh {"webhookIds":[1000]}',
    'DELETE one/webhook {"webhookIds":[1000]}',
    'DELETE two/webhook {"webhookIds":[1000]}',
    'DELETE one/webhook {"webhookIds":[7]}',
  ])
})

test('a site that refuses leaves the others heard, is asked again, and says why not', async () => {
  const { client, heard } = playing(['two'])
  const made = await subscribe(client, hook)
  expect(made.map(one => one.externalId)).toEqual(['one/1000', 'two/'])
  const late = made[1] ?? { externalId: '' }
  expect(late.expiresAt, 'due at the next turn of the clock').toBe(0)
  await expect(renew(client, late, hook)).rejects.toThrow(
    new ServiceUnreachable('https://cobalt-lab.atlassian.net: No webhooks for guests.'),
  )
  heard.length = 0
  await unsubscribe(client, late)
  expect(heard).toEqual([])
  expect(await renew(playing().client, late, hook)).toMatchObject({ externalId: 'two/1000' })
  await expect(subscribe(playing(['one', 'two']).client, hook)).rejects.toThrow(ServiceRefused)
})

test('what two sites call by one name stays two things', () => {
  const event = (site: string) => {
    const issue = { key: 'OPS-1', self: `${site}/rest/api/2/issue/1`, fields: { summary: 'x' } }
    const body = Buffer.from(JSON.stringify({ webhookEvent: 'jira:issue_created', issue }))
    const request = { method: 'POST', query: {}, headers: { 'x-atlassian-webhook-identifier': '7' }, body }
    const reading = read(request, place)
    return { key: deliveryKey(request), item: reading.is === 'notice' ? reading.notice.item : '' }
  }
  const [one, two] = Object.keys(sites).map(event)
  expect(one?.item).toContain('OPS-1')
  expect(one?.item).not.toBe(two?.item)
  expect(one?.key).not.toBe(two?.key)
  expect(event('https://cobalt.atlassian.net')).toEqual(one)
})

test('who did it and who has it now are named by their accounts, as each deployment names them', () => {
  const changelog = { items: [{ field: 'assignee', fromString: 'Bruno', to: 'id-zoe', toString: 'Zoé' }] }
  const told = (user: object, more: object = {}) => {
    const issue = { key: 'OPS-1', fields: { summary: 'x' } }
    const body = JSON.stringify({ webhookEvent: 'jira:issue_updated', user, issue, changelog, ...more })
    const reading = read({ method: 'POST', query: {}, headers: {}, body: Buffer.from(body) }, place)
    return reading.is === 'notice' ? reading.notice.people : reading
  }
  expect(told({ displayName: 'Bruno', accountId: 'id-bruno', key: 'x' })).toEqual({ actor: 'id-bruno', to: 'id-zoe' })
  expect(told({ displayName: 'Bruno', key: 'JIRAUSER1' })).toEqual({ actor: 'JIRAUSER1', to: 'id-zoe' })
  const author = { displayName: 'Ana', accountId: 'id-ana' }
  const commented = { webhookEvent: 'comment_created', comment: { author, body: 'x' }, changelog: {} }
  expect(told({}, commented)).toEqual({ actor: 'id-ana' })
  expect(
    told({ displayName: 'Nobody knows' }, { changelog: { items: [{ field: 'labels', toString: 'x' }] } }),
  ).toBeUndefined()
})
