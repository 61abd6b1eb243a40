import { at, text } from '../reading.ts'
import {
  drawnPage,
  type Sandbox,
  type SandboxAnswer,
  type SandboxDelivery,
  type SandboxDesk,
  type SandboxRequest,
} from '../sandbox.ts'
import { sign } from '../signatures.ts'
import { eventJson, firstItems, itemJson, loginOf, lucie, meOf, type PlayedItem, people } from './sandbox-data.ts'
import { eventNames } from './sandbox-events.ts'

/** The key with which the played app signs, as its console would show it. */
const primaryKey = 'box-primary-key'
const itemsOf = new WeakMap<SandboxDesk, PlayedItem[]>()

function items(desk: SandboxDesk): PlayedItem[] {
  const known = itemsOf.get(desk) ?? firstItems(desk)
  itemsOf.set(desk, known)
  return known
}

const error = (status: number, code: string): SandboxAnswer => ({
  status,
  json: { type: 'error', status, code, message: code.replaceAll('_', ' '), request_id: 'played' },
})
const notFound = error(404, 'not_found')

function answer(address: string, request: SandboxRequest, desk: SandboxDesk): SandboxAnswer | undefined {
  if (address !== 'api') return { html: '<h1>Box, played in small</h1>' }
  const { person, method } = request
  if (!person) return { status: 401, headers: { 'www-authenticate': 'Bearer error="invalid_token"' } }
  const path = request.path.slice('/2.0'.length)
  if (path === '/users/me') return { json: meOf(person) }
  if (path.startsWith('/webhooks')) return webhook(path, request, desk)
  if (path === '/comments' && method === 'POST') return commentOn(request, desk)
  if (path === '/collaborations' && method === 'POST') return letIn(request, desk)
  if (path === '/shared_items') return seen(byLink(request, desk), request, desk)
  if (path === '/search') return listed(one => one.name.toLowerCase().includes(word(request)), request, desk)
  if (path === '/recent_items')
    return { json: { entries: mine(request, desk).map(item => ({ type: 'recent_item', item: json(item, desk) })) } }
  const inside = /^\/folders\/(\d+)\/items$/.exec(path)?.[1]
  if (inside) return listed(one => one.parent === inside, request, desk)
  const [, id, rest = ''] = /^\/(?:files|folders)\/(\d+)(\/.*)?$/.exec(path) ?? []
  const item = items(desk).find(one => one.id === id)
  return item ? aboutItem(item, rest, request, desk) : notFound
}

const word = ({ query }: SandboxRequest): string => (query.query ?? '').toLowerCase()
const json = (item: PlayedItem, desk: SandboxDesk): object => itemJson(item, items(desk), desk)
const opens = (item: PlayedItem, { person }: SandboxRequest): boolean =>
  person?.id === lucie.id || item.access === 'open' || item.letIn.includes(loginOf(person?.name ?? ''))
const mine = (request: SandboxRequest, desk: SandboxDesk): PlayedItem[] =>
  items(desk).filter(item => !item.trashed && opens(item, request))

function listed(wanted: (item: PlayedItem) => boolean, request: SandboxRequest, desk: SandboxDesk): SandboxAnswer {
  const found = mine(request, desk).filter(wanted)
  return { json: { total_count: found.length, entries: found.map(item => json(item, desk)), offset: 0, limit: 50 } }
}

function byLink({ headers }: SandboxRequest, desk: SandboxDesk): PlayedItem | undefined {
  const token = /\/[sv]\/([\w-]+)/.exec(headers.boxapi ?? '')?.[1]
  return items(desk).find(item => item.linked && item.token === token)
}

function seen(item: PlayedItem | undefined, request: SandboxRequest, desk: SandboxDesk): SandboxAnswer {
  if (!item || !opens(item, request)) return notFound
  if (item.sealed && byLink(request, desk)) return error(403, 'incorrect_shared_item_password')
  return { json: json(item, desk) }
}

function aboutItem(item: PlayedItem, rest: string, request: SandboxRequest, desk: SandboxDesk): SandboxAnswer {
  if (!opens(item, request)) return notFound
  if (rest.startsWith('/thumbnail')) return { bytes: drawnPage, headers: { 'content-type': 'image/png' } }
  if (rest === '/collaborations') {
    const entries = item.letIn.map(login => ({ type: 'collaboration', accessible_by: { type: 'user', login } }))
    return { json: { entries } }
  }
  if (request.method === 'PUT') {
    if (request.person?.id !== lucie.id) return error(403, 'access_denied_insufficient_permissions')
    item.linked = true
    item.access = (text(at(request.json, 'shared_link').access) || 'open') as PlayedItem['access']
  }
  return seen(item, request, desk)
}

function commentOn(request: SandboxRequest, desk: SandboxDesk): SandboxAnswer {
  const item = items(desk).find(one => one.id === text(at(request.json, 'item').id))
  if (!item || !opens(item, request)) return notFound
  item.comments.push(text(at(request.json).message))
  return { status: 201, json: { type: 'comment', id: String(item.comments.length) } }
}

function letIn(request: SandboxRequest, desk: SandboxDesk): SandboxAnswer {
  const item = items(desk).find(one => one.id === text(at(request.json, 'item').id))
  if (!item || request.person?.id !== lucie.id) return error(403, 'access_denied_insufficient_permissions')
  const login = text(at(request.json, 'accessible_by').login)
  if (item.letIn.includes(login)) return error(400, 'user_already_collaborator')
  item.letIn.push(login)
  return { status: 201, json: { type: 'collaboration', id: '1' } }
}

/** One per thing, app and person. */
function webhook(path: string, request: SandboxRequest, desk: SandboxDesk): SandboxAnswer {
  const one = /^\/webhooks\/(\d+)$/.exec(path)?.[1]
  if (one && request.method === 'DELETE') return desk.hooks.delete(one) ? { status: 204 } : notFound
  const webhookJson = (id: string) => ({
    id,
    type: 'webhook',
    target: { id, type: id === '5000001' ? 'folder' : 'file' },
  })
  if (request.method === 'GET') return { json: { entries: [...desk.hooks.keys()].map(webhookJson), limit: 1_000 } }
  if (one && !desk.hooks.has(one)) return notFound
  if (one) desk.hooks.set(one, { url: text(at(request.json).address, 1_000) })
  if (one) return { json: webhookJson(one) }
  const id = text(at(request.json, 'target').id)
  if (desk.hooks.has(id)) return error(409, 'conflict')
  desk.hooks.set(id, { url: text(at(request.json).address, 1_000) })
  return { status: 201, json: webhookJson(id) }
}

let count = 0

function deliver(event: string, hook: { url: string }, desk: SandboxDesk): SandboxDelivery {
  const all = items(desk)
  const item = all.find(one => one.id === '5000002')
  const make = eventNames[event]
  if (!item || !make) throw new Error(`no event is called “${event}”`)
  const { trigger, source } = make(item, all, desk)
  const webhook = [...desk.hooks].find(([, one]) => one === hook)?.[0] ?? '53'
  if (trigger === 'WEBHOOK.DELETED') desk.hooks.delete(webhook)
  count++
  // As Box writes it: everything beyond ASCII and every slash is escaped.
  const body = JSON.stringify(eventJson(trigger, source ?? json(item, desk), webhook, count, desk))
    .replace(/[\u007f-\uffff]/g, letter => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replaceAll('/', '\\/')
  return { headers: { 'content-type': 'application/json', ...prove(Buffer.from(body), hook, desk).headers }, body }
}

function prove(body: Uint8Array, _hook: object, desk: SandboxDesk) {
  const time = new Date(desk.now()).toISOString()
  const signed = Buffer.concat([body, Buffer.from(time)])
  const headers = {
    'box-delivery-id': `played-${count}`,
    'box-delivery-timestamp': time,
    'box-signature-algorithm': 'HmacSHA256',
    'box-signature-version': '1',
    'box-signature-primary': sign({ algorithm: 'sha256', encoding: 'base64' }, signed, primaryKey),
  }
  return { headers }
}

const linkTo = (id: string, desk: SandboxDesk): string =>
  `${desk.address('app')}/s/${items(desk).find(one => one.id === id)?.token}`

const sandbox: Sandbox = {
  people,
  links: desk => [
    { url: `${desk.address('app')}/file/5000002`, about: 'A contract: Lucie opens it, Noor does not.' },
    { url: `${desk.address('app')}/folder/5000001`, about: 'Its folder.' },
    { url: linkTo('5000003', desk), about: 'A paper that anybody opens.' },
    { url: linkTo('5000004', desk), about: 'A table behind a password.' },
    { url: `${desk.address('app')}/notes/5000005`, about: 'A note.' },
  ],
  answer,
  handMade: { secret: primaryKey },
  events: Object.keys(eventNames),
  deliver,
  prove,
}

export default sandbox
