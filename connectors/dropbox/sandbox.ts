import { at, list, text } from '../reading.ts'
import {
  drawnPage,
  type Sandbox,
  type SandboxAnswer,
  type SandboxDelivery,
  type SandboxDesk,
  type SandboxRequest,
} from '../sandbox.ts'
import { sign } from '../signatures.ts'
import {
  type Audience,
  bruno,
  emails,
  firstEntries,
  folderAt,
  linkMetadata,
  metadata,
  type PlayedEntry,
  people,
} from './sandbox-data.ts'

interface Played {
  readonly entries: PlayedEntry[]
  /** What changed, in order; a cursor says how many were read. */
  readonly changes: PlayedEntry[]
}
const playedAt = new WeakMap<SandboxDesk, Played>()

function played(desk: SandboxDesk): Played {
  const known = playedAt.get(desk) ?? { entries: firstEntries(desk), changes: [] }
  playedAt.set(desk, known)
  return known
}

const problem = (is: string, inner?: string): SandboxAnswer => ({
  status: 409,
  json: { error_summary: `${is}/..`, error: { '.tag': is, ...(inner && { [is]: { '.tag': inner } }) } },
})

function answer(address: string, request: SandboxRequest, desk: SandboxDesk): SandboxAnswer | undefined {
  if (address === 'short') return { status: 301, headers: { location: linkOf('Leaflet', desk) } }
  if (!request.path.startsWith('/2/')) return { html: '<h1>Dropbox, played in small</h1>' }
  if (!request.person)
    return { status: 401, json: { error_summary: 'invalid_access_token/', error: { '.tag': 'invalid_access_token' } } }
  const answerTo = routes[request.path.slice(2)]
  return answerTo ? answerTo(request, desk) : problem('unknown_route')
}

const all = (desk: SandboxDesk): PlayedEntry[] => played(desk).entries
const linkOf = (name: string, desk: SandboxDesk): string =>
  `${desk.address('site')}${all(desk).find(one => one.path.includes(name))?.link}`
const mine = ({ person }: SandboxRequest): boolean => person?.id === bruno.id
const opens = (entry: PlayedEntry, request: SandboxRequest): boolean =>
  entry.audience === 'public' || entry.invited.includes(emails[request.person?.id ?? ''] ?? '')

function named(request: SandboxRequest, desk: SandboxDesk, name: string): PlayedEntry | undefined {
  const asked = text(at(request.json)[name], 2_000).toLowerCase()
  return mine(request)
    ? all(desk).find(one => one.id.toLowerCase() === asked || one.path.toLowerCase() === asked)
    : undefined
}

const routes: Readonly<Record<string, (request: SandboxRequest, desk: SandboxDesk) => SandboxAnswer>> = {
  '/users/get_current_account': ({ person }) => ({
    json: {
      account_id: person?.id,
      name: { display_name: person?.name },
      email: emails[person?.id ?? ''],
      root_info: { root_namespace_id: '7', home_namespace_id: person?.id === bruno.id ? '71' : '7' },
    },
  }),
  '/users/get_account': ({ json }) => {
    const found = people.find(one => one.id === at(json).account_id)
    return { json: { account_id: found?.id, name: { display_name: found?.name } } }
  },
  '/auth/token/revoke': () => ({ json: null }),
  '/sharing/get_shared_link_metadata': (request, desk) => {
    const asked = text(at(request.json).url, 2_000).split('?')[0] ?? ''
    const found = all(desk).find(one => one.link && asked === `${desk.address('site')}${one.link.split('?')[0]}`)
    if (!found || found.deleted) return problem('shared_link_not_found')
    if (found.audience === 'password') return problem('shared_link_access_denied', 'password_required')
    return opens(found, request)
      ? { json: linkMetadata(found, desk) }
      : problem('shared_link_access_denied', 'login_required')
  },
  '/files/get_metadata': (request, desk) => {
    const found = named(request, desk, 'path')
    // An id leads to nothing once the thing is gone; a path still tells that something was there.
    const gone = found?.deleted && text(at(request.json).path).startsWith('id:')
    return found && !gone ? { json: metadata(found) } : problem('path', 'not_found')
  },
  '/files/list_folder': (request, desk) => {
    const { path: asked, recursive } = at(request.json)
    const path = text(asked)
    if (recursive === true) return { json: { ...allUnder(request, desk), has_more: false } }
    const folder = path === '' ? '' : named(request, desk, 'path')?.path
    const inside = mine(request)
      ? all(desk).filter(one => !one.deleted && one.path.slice(0, one.path.lastIndexOf('/')) === folder)
      : []
    return { json: { entries: inside.map(metadata), cursor: 'played-page', has_more: false } }
  },
  '/files/list_folder/get_latest_cursor': (_, desk) => ({ json: { cursor: `played-${played(desk).changes.length}` } }),
  '/files/list_folder/continue': ({ json }, desk) => {
    const { changes } = played(desk)
    const read = Number(text(at(json).cursor).replace('played-', '')) || 0
    const entries = changes.slice(read).map(metadata)
    return { json: { entries, cursor: `played-${changes.length}`, has_more: false } }
  },
  '/files/search_v2': (request, desk) => {
    const asked = text(at(request.json).query).toLowerCase()
    const found = mine(request) ? all(desk).filter(one => one.path.toLowerCase().includes(asked)) : []
    const matches = found.map(one => ({ metadata: { '.tag': 'metadata', metadata: metadata(one) } }))
    return { json: { matches, has_more: false } }
  },
  '/sharing/create_shared_link_with_settings': (request, desk) => {
    const found = named(request, desk, 'path')
    if (!found) return problem('path', 'not_found')
    if (found.link) return problem('shared_link_already_exists')
    found.link = `/scl/fi/${found.id.replace(/\W/g, '')}/${encodeURIComponent(found.path.split('/').at(-1) ?? '')}?rlkey=made`
    found.audience = audienceIn(request)
    return { json: linkMetadata(found, desk) }
  },
  '/sharing/list_shared_links': (request, desk) => {
    const found = named(request, desk, 'path')
    if (!found) return problem('path', 'not_found')
    return { json: { links: found.link ? [linkMetadata(found, desk)] : [], has_more: false } }
  },
  '/sharing/modify_shared_link_settings': (request, desk) => {
    const url = text(at(request.json).url, 2_000)
    const found = all(desk).find(one => one.link && url.endsWith(one.link))
    if (!found) return problem('shared_link_not_found')
    found.audience = audienceIn(request)
    return { json: linkMetadata(found, desk) }
  },
  '/sharing/list_file_members': (request, desk) => {
    const invited = named(request, desk, 'file')?.invited ?? []
    const users = invited.map(email => ({
      access_type: { '.tag': 'viewer' },
      user: { account_id: 'dbid:AAAplayedSomebodyElse00000000000000', email },
    }))
    return { json: { users, invitees: [], groups: [] } }
  },
  '/sharing/add_file_member': (request, desk) => {
    const found = named(request, desk, 'file')
    const members = list(at(request.json).members).map(one => text(at(one).email))
    found?.invited.push(...members)
    return found ? { json: members.map(() => ({ result: { '.tag': 'success' } })) } : problem('access_error')
  },
  '/files/get_thumbnail_v2': () => ({ bytes: drawnPage, headers: { 'content-type': 'image/png' } }),
}

/** Everything in the account, and a cursor from which to go on. */
const allUnder = (request: SandboxRequest, desk: SandboxDesk): object => ({
  entries: mine(request)
    ? all(desk)
        .filter(one => !one.deleted)
        .map(metadata)
    : [],
  cursor: `played-${played(desk).changes.length}`,
})

const audienceIn = ({ json }: SandboxRequest): Audience =>
  (text(at(json, 'settings', 'audience')['.tag']) || 'no_one') as Audience

/** What each event does to the account before the webhook says that something was done. */
const eventNames: Readonly<Record<string, (desk: SandboxDesk) => object>> = {
  'Bruno saves Frame.pdf': desk => changed('Frame', false, desk),
  'Bruno deletes Prices.xlsx': desk => changed('Prices', true, desk),
  'Bruno renames Frame.pdf': desk => renamed('Frame', 'Rahmen', desk),
  'Bruno makes a folder': desk => made('/Drawings/2027', desk),
  'Something Dropbox does not send': () => ({ coffee: ['ready'] }),
}

/** Told as the end of one path and the beginning of another. */
function renamed(name: string, to: string, desk: SandboxDesk): object {
  const { entries, changes } = played(desk)
  const found = entries.find(one => one.path.includes(name))
  if (found) {
    changes.push({ ...found, deleted: true })
    found.path = found.path.replace(name, to)
  }
  return changed(to, false, desk)
}

function made(path: string, desk: SandboxDesk): object {
  const { entries } = played(desk)
  entries.push(folderAt(path))
  return changed(path, false, desk)
}

function changed(name: string, deleted: boolean, desk: SandboxDesk): object {
  const { entries, changes } = played(desk)
  const found = entries.find(one => one.path.includes(name))
  if (found) {
    found.deleted = deleted
    found.changed = new Date(desk.now()).toISOString().replace(/\.\d+/, '')
    changes.push(found)
  }
  return { list_folder: { accounts: [bruno.id] }, delta: { users: [12_345_678] } }
}

function deliver(event: string, hook: { url: string }, desk: SandboxDesk): SandboxDelivery {
  const make = eventNames[event]
  if (!make) throw new Error(`no event is called “${event}”`)
  const body = JSON.stringify(make(desk))
  return { headers: { 'content-type': 'application/json', ...prove(Buffer.from(body), hook, desk).headers }, body }
}

const prove = (body: Uint8Array, _hook: object, desk: SandboxDesk) => ({
  headers: { 'x-dropbox-signature': sign({ algorithm: 'sha256', encoding: 'hex' }, body, desk.clientSecret()) },
})

/** As Dropbox does when the address is saved where the app is set up. */
async function check({ url }: { url: string }, desk: SandboxDesk): Promise<boolean> {
  const { status, body } = await desk.ask(`${url}?challenge=played-challenge`, { method: 'GET' })
  return status === 200 && body === 'played-challenge'
}

const sandbox: Sandbox = {
  people,
  links: desk => [
    { url: linkOf('Frame', desk), about: 'A drawing: Bruno opens it, Zoé does not.' },
    { url: linkOf('Drawings', desk), about: 'Its folder.' },
    { url: linkOf('Leaflet', desk), about: 'A picture that anybody opens.' },
    { url: linkOf('Sealed', desk), about: 'A letter behind a password.' },
    { url: `${desk.address('site')}/home/Drawings/Prices.xlsx`, about: 'A place in Bruno’s own account.' },
    { url: `${desk.address('short')}/pLayed1`, about: 'A short link.' },
  ],
  answer,
  refresh: 'fixed',
  handMade: { check },
  events: Object.keys(eventNames),
  deliver,
  prove,
}

export default sandbox
