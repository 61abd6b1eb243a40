import { at, list, parse, text } from '../reading.ts'
import {
  drawnPage,
  type Sandbox,
  type SandboxAnswer,
  type SandboxDelivery,
  type SandboxDesk,
  type SandboxRequest,
} from '../sandbox.ts'
import {
  ana,
  driveId,
  emailOf,
  firstItems,
  itemJson,
  type PlayedItem,
  people,
  permissionsOf,
  rootOf,
  urlOf,
} from './sandbox-data.ts'

interface Drive {
  readonly items: PlayedItem[]
  /** What changed, in order; a delta token says how many were read. */
  readonly changes: PlayedItem[]
}
const driveOf = new WeakMap<SandboxDesk, Drive>()

function drive(desk: SandboxDesk): Drive {
  const known = driveOf.get(desk) ?? { items: firstItems(desk), changes: [] }
  driveOf.set(desk, known)
  return known
}

const error = (status: number, code: string): SandboxAnswer => ({
  status,
  json: { error: { code, message: `played: ${code}`, innerError: { 'request-id': 'played' } } },
})
const notFound = error(404, 'itemNotFound')

async function answer(address: string, request: SandboxRequest, desk: SandboxDesk): Promise<SandboxAnswer | undefined> {
  // The address proves itself: whoever brought a token here would have given it away.
  if (address === 'media') return request.person ? error(400, 'invalidRequest') : { bytes: drawnPage }
  if (address !== 'graph') return { html: '<h1>SharePoint, played in small</h1>' }
  const { person } = request
  if (!person) return error(401, 'InvalidAuthenticationToken')
  const path = decodeURIComponent(request.path.slice('/v1.0'.length))
  if (path === '/me')
    return { json: { id: person.id, displayName: person.name, userPrincipalName: emailOf(person.name) } }
  if (path.startsWith('/subscriptions')) return subscription(path, request, desk)
  if (path === '/me/followedSites') return { json: { value: [{ id: 'played-site', displayName: 'Workshop' }] } }
  if (path === '/sites/played-site/drives') return { json: { value: [{ id: driveId, name: 'Documents' }] } }
  if (path.startsWith('/sites/')) return { json: { id: 'played-site', displayName: 'Workshop', webUrl: rootOf(desk) } }
  if (path.startsWith('/shares/')) return shared(path, request, desk)
  if (path === '/search/query') return { json: { value: [{ hitsContainers: [found(request, desk)] }] } }
  if (path === `/drives/${driveId}/root/delta`) return delta(request, desk)
  return inDrive(path, request, desk)
}

const opens = (item: PlayedItem, { person }: SandboxRequest): boolean =>
  item.scope !== 'users' || item.invited.includes(emailOf(person?.name ?? ''))
const visible = (request: SandboxRequest, desk: SandboxDesk): PlayedItem[] =>
  drive(desk).items.filter(item => !item.deleted && opens(item, request))

function shared(path: string, request: SandboxRequest, desk: SandboxDesk): SandboxAnswer {
  const [, token = '', what = ''] = /^\/shares\/u!([\w-]+)\/(\w+)$/.exec(path) ?? []
  const url = Buffer.from(token, 'base64url').toString('utf8')
  if (what === 'listItem')
    return {
      json: {
        id: '7',
        fields: { Title: url.includes('SitePages') ? 'News of the workshop' : 'Order new clamps', Status: 'Open' },
        lastModifiedDateTime: '2026-11-20T14:12:00Z',
        lastModifiedBy: { user: { displayName: ana.name } },
      },
    }
  const item = drive(desk).items.find(one => urlOf(one, desk) === url || url.endsWith(`/${one.id}`))
  if (!item || item.deleted || !opens(item, request)) return notFound
  return { json: itemJson(item, desk, !item.folder) }
}

function found(request: SandboxRequest, desk: SandboxDesk): object {
  const asked = at(list(at(request.json).requests)[0])
  const words = text(at(asked, 'query').queryString).toLowerCase()
  const documents = words === 'isdocument:true'
  const hits = visible(request, desk)
    .filter(item => (documents ? !item.folder : item.name.toLowerCase().includes(words)))
    .toSorted((a, b) => (list(asked.sortProperties).length > 0 ? b.changed.localeCompare(a.changed) : 0))
  return { hits: hits.map(item => ({ resource: itemJson(item, desk) })), moreResultsAvailable: false }
}

function delta({ query }: SandboxRequest, desk: SandboxDesk): SandboxAnswer {
  const { changes } = drive(desk)
  const value = query.token === 'latest' ? [] : changes.slice(Number(query.token)).map(item => itemJson(item, desk))
  const link = `${desk.address('graph')}/v1.0/drives/${driveId}/root/delta?token=${changes.length}`
  return { json: { value, '@odata.deltaLink': link } }
}

function inDrive(path: string, request: SandboxRequest, desk: SandboxDesk): SandboxAnswer {
  const [, id = 'root', rest = ''] =
    /^(?:\/me\/drive|\/drives\/[^/]+)\/(?:root|items\/([^/]+))(?:\/(\w+))?$/.exec(path) ?? []
  const item = visible(request, desk).find(one => one.id === id)
  if (rest === 'children')
    return {
      json: {
        value: visible(request, desk)
          .filter(one => one.parent === id)
          .map(one => itemJson(one, desk)),
      },
    }
  if (!item) return notFound
  if (!rest) return { json: itemJson(item, desk) }
  if (request.person?.id !== ana.id) return error(403, 'accessDenied')
  if (rest === 'permissions') return { json: { value: permissionsOf(item) } }
  const asked = at(request.json)
  if (rest === 'invite') {
    item.invited.push(...list(asked.recipients).map(one => text(at(one).email)))
    return { json: { value: permissionsOf(item) } }
  }
  item.scope = text(asked.scope) as PlayedItem['scope']
  const letter = item.folder ? 'f' : 'w'
  return {
    status: 201,
    json: { link: { webUrl: `${desk.address('sites')}/:${letter}:/s/Workshop/${item.id}`, type: 'view' } },
  }
}

/** Made only where the token comes back as it was sent. */
async function subscription(path: string, { method, json }: SandboxRequest, desk: SandboxDesk): Promise<SandboxAnswer> {
  const known = path.split('/')[2] ?? ''
  const ends = text(at(json).expirationDateTime)
  if (method === 'DELETE') return desk.hooks.delete(known) ? { status: 204 } : notFound
  if (method === 'PATCH')
    return desk.hooks.has(known) ? { json: { id: known, expirationDateTime: ends } } : error(404, 'ResourceNotFound')
  const url = text(at(json).notificationUrl, 1_000)
  const token = 'played validation <token>'
  const back = await desk.ask(`${url}?validationToken=${encodeURIComponent(token)}`, { method: 'POST' })
  // A test that plays alone has nobody to ask.
  if (back.status !== 200 || (back.body !== '' && back.body !== token)) return error(400, 'InvalidRequest')
  const id = `7f105c7d-2dc5-4530-97cd-${String(desk.now() + desk.hooks.size).slice(-12)}`
  desk.hooks.set(id, { url, secret: text(at(json).clientState) })
  return { status: 201, json: { id, expirationDateTime: ends, clientState: at(json).clientState } }
}

/** What each event does to the drive before it is told of. */
const eventNames: Readonly<Record<string, (desk: SandboxDesk) => object>> = {
  'Ana changes the lease': desk => changed('Lease', desk),
  'Ana deletes the opening hours': desk => changed('Opening', desk, { deleted: true }),
  'Ana changes the annex, two folders down': desk => changed('Annex', desk),
  'Ana adds an annex': desk => changed('Annex', desk, { made: true }),
  'Graph ends the subscription': () => ({ lifecycleEvent: 'subscriptionRemoved' }),
  'Graph lost messages': () => ({ lifecycleEvent: 'missed' }),
}

/** Told of a subscription that nobody here knows: alone, or in one message with what happens. */
const strays: Readonly<Record<string, string | undefined>> = {
  'Graph tells of a subscription of long ago': undefined,
  'Ana changes the lease, told in one message with a subscription of long ago': 'Ana changes the lease',
}
const ofLongAgo = {
  ...{ subscriptionId: '7f105c7d-0000-4000-8000-000000000000', tenantId: 'played-tenant', clientState: 'of-long-ago' },
  ...{ changeType: 'updated', resource: `drives/${driveId}/root` },
}

function changed(name: string, desk: SandboxDesk, { deleted = false, made = false } = {}): object {
  const { items, changes } = drive(desk)
  const item = items.find(one => one.name.startsWith(name))
  if (item) {
    item.deleted = deleted
    item.changed = new Date(desk.now()).toISOString()
    if (made) item.created = item.changed
    changes.push(item)
  }
  return { changeType: 'updated', resource: `drives/${driveId}/root` }
}

function deliver(event: string, hook: { url: string; secret?: string }, desk: SandboxDesk): SandboxDelivery {
  const stray = event in strays
  const happens = stray ? strays[event] : event
  const make = eventNames[happens ?? '']
  if (happens && !make) throw new Error(`no event is called “${event}”`)
  const subscriptionId = [...desk.hooks].find(([, one]) => one.secret === hook.secret)?.[0] ?? 'played'
  const ours = make && proved({ subscriptionId, tenantId: 'played-tenant', ...make(desk) }, hook)
  const value = [...(stray ? [ofLongAgo] : []), ...(ours ? [ours] : [])]
  return { headers: { 'content-type': 'application/json' }, body: JSON.stringify({ value }) }
}

const proved = (entry: unknown, { secret }: { secret?: string }): object => ({
  ...at(entry),
  ...(secret && { clientState: secret }),
})

/** The proof stands in every entry. */
function prove(body: Uint8Array, hook: { secret?: string }) {
  const written = parse(body)
  const entries = list(at(written).value).length > 0 ? list(at(written).value) : [at(written)]
  return { headers: {}, body: JSON.stringify({ value: entries.map(entry => proved(entry, hook)) }) }
}

const sandbox: Sandbox = {
  people,
  links: desk => {
    const [folder, , hours] = firstItems(desk).map(item => urlOf(item, desk))
    return [
      { url: `${desk.address('sites')}/:w:/s/Workshop/01CONTRACT?e=4`, about: 'A lease: Ana opens it, Théo does not.' },
      { url: folder ?? '', about: 'Its folder.' },
      { url: hours ?? '', about: 'A paper for the whole company.' },
      { url: `${desk.address('sites')}/:b:/s/Workshop/01HOURS?e=4`, about: 'The same through a sharing link.' },
      { url: `${rootOf(desk)}/SitePages/News.aspx`, about: 'A page.' },
      { url: `${rootOf(desk)}/Lists/Tasks/DispForm.aspx?ID=7`, about: 'A row of a list.' },
      { url: rootOf(desk), about: 'A site.' },
    ]
  },
  answer,
  events: Object.keys(eventNames),
  strays: Object.keys(strays),
  deliver,
  prove,
}

export default sandbox
