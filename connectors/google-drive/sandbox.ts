import { at, text } from '../reading.ts'
import {
  drawnPage,
  type Sandbox,
  type SandboxAnswer,
  type SandboxDelivery,
  type SandboxDesk,
  type SandboxRequest,
} from '../sandbox.ts'
import {
  emailOf,
  fileJson,
  firstFiles,
  linkOf,
  noor,
  ownedByNoor,
  type PlayedFile,
  people,
  played,
} from './sandbox-data.ts'

interface Account {
  readonly files: PlayedFile[]
  /** What changed, in order; a page token says how many were read. */
  readonly changes: PlayedFile[]
}
const accountOf = new WeakMap<SandboxDesk, Account>()

function account(desk: SandboxDesk): Account {
  const known = accountOf.get(desk) ?? { files: firstFiles(desk), changes: [] }
  accountOf.set(desk, known)
  return known
}

const error = (code: number, reason: string): SandboxAnswer => ({
  status: code,
  json: { error: { code, message: `played: ${reason}`, errors: [{ domain: 'global', reason, message: reason }] } },
})
const notFound = error(404, 'notFound')

function answer(address: string, request: SandboxRequest, desk: SandboxDesk): SandboxAnswer | undefined {
  if (address === 'pictures')
    return request.person ? { bytes: drawnPage, headers: { 'content-type': 'image/png' } } : error(403, 'forbidden')
  if (address !== 'api') return { html: '<h1>Google Drive, played in small</h1>' }
  const { person, method } = request
  if (!person) return error(401, 'authError')
  const path = request.path.slice('/drive/v3'.length)
  if (path === '/about')
    return { json: { user: { displayName: person.name, emailAddress: emailOf(person.name), permissionId: person.id } } }
  if (path.startsWith('/changes') || path === '/channels/stop') return changes(path, request, desk)
  if (path === '/drives') return { json: { drives: [] } }
  if (path === '/files') return method === 'POST' ? make(request, desk) : { json: { files: listed(request, desk) } }
  const [, id, rest = ''] = /^\/files\/([^/]+)(\/\w+)?$/.exec(path) ?? []
  const file = account(desk).files.find(one => one.id === id)
  if (!file || file.gone || !opens(file, request)) return notFound
  return aboutFile(file, rest, request, desk)
}

const opens = (file: PlayedFile, { person }: SandboxRequest): boolean =>
  file.permissions.some(one => one.type !== 'user' || one.emailAddress === emailOf(person?.name ?? ''))

function aboutFile(file: PlayedFile, rest: string, request: SandboxRequest, desk: SandboxDesk): SandboxAnswer {
  const asked = at(request.json)
  if (rest === '/comments') {
    file.comments.push(text(asked.content))
    return { json: { id: String(file.comments.length) } }
  }
  if (rest !== '/permissions') return { json: fileJson(file, desk) }
  if (request.person?.id !== noor.id) return error(403, 'insufficientFilePermissions')
  if (request.method !== 'POST') return { json: { permissions: file.permissions } }
  file.permissions.push(asked as unknown as PlayedFile['permissions'][number])
  return { json: { id: String(file.permissions.length), ...asked } }
}

function listed(request: SandboxRequest, desk: SandboxDesk): object[] {
  const q = request.query.q ?? ''
  const parent = /'([^']+)' in parents/.exec(q)?.[1]
  const word = /name contains '([^']+)'/.exec(q)?.[1]?.toLowerCase()
  return account(desk)
    .files.filter(file => !file.trashed && !file.gone && opens(file, request))
    .filter(
      file => (parent === undefined || file.parent === parent) && (!word || file.name.toLowerCase().includes(word)),
    )
    .map(file => fileJson(file, desk))
}

function make({ json }: SandboxRequest, desk: SandboxDesk): SandboxAnswer {
  const { files } = account(desk)
  const type = text(at(json).mimeType).replace('application/vnd.google-apps.', '')
  const made = played(`1playedMade${files.length}`, text(at(json).name), type, { permissions: [ownedByNoor()] })
  files.push(made)
  return { json: fileJson(made, desk) }
}

function changes(path: string, { json, query }: SandboxRequest, desk: SandboxDesk): SandboxAnswer {
  const { changes: all } = account(desk)
  const asked = at(json)
  if (path === '/channels/stop') return desk.hooks.delete(text(asked.id)) ? { status: 204 } : notFound
  if (path === '/changes/startPageToken') return { json: { startPageToken: String(all.length) } }
  if (path === '/changes/watch') {
    desk.hooks.set(text(asked.id), { url: text(asked.address, 1_000), secret: text(asked.token) })
    return { json: { kind: 'api#channel', id: asked.id, resourceId: 'played', expiration: asked.expiration } }
  }
  const found = all.slice(Number(query.pageToken ?? '0'))
  const list = found.map(file => ({
    ...{ removed: file.gone === true, changeType: 'file', fileId: file.id },
    ...(!file.gone && { file: fileJson(file, desk) }),
    time: new Date(desk.now()).toISOString(),
  }))
  return { json: { changes: list, newStartPageToken: String(all.length) } }
}

/** What each event does to the account before a message says that something was done. */
const eventNames: Readonly<Record<string, (desk: SandboxDesk) => string>> = {
  'Noor changes the budget': desk => changed('Budget', desk),
  'Noor puts the notes into the trash': desk => changed('Meeting', desk, { trashed: true }),
  'Noor changes a plan two folders down': desk => changed('Plan of', desk),
  'Noor draws a new stand': desk => changed('Stand', desk, { made: true }),
  'Noor deletes the form for good': desk => changed('Who comes', desk, { gone: true }),
  'The first message of a channel': () => 'sync',
  'Something Google does not send': () => 'coffee',
}

function changed(
  name: string,
  desk: SandboxDesk,
  { trashed = false, gone = false, made = false }: { trashed?: boolean; gone?: boolean; made?: boolean } = {},
): string {
  const { files, changes: all } = account(desk)
  const file = files.find(one => one.name.startsWith(name))
  if (!file) return 'change'
  file.trashed = trashed
  file.gone = gone
  file.changed = new Date(desk.now()).toISOString()
  if (made) file.created = file.changed
  all.push(file)
  return 'change'
}

let count = 1

function deliver(event: string, hook: { url: string; secret?: string }, desk: SandboxDesk): SandboxDelivery {
  const make = eventNames[event]
  if (!make) throw new Error(`no event is called “${event}”`)
  count++
  const headers = {
    'x-goog-channel-id': 'played-channel',
    'x-goog-message-number': String(desk.now() + count),
    'x-goog-resource-id': 'played',
    'x-goog-resource-state': make(desk),
  }
  return { headers: { ...headers, ...prove(new Uint8Array(), hook).headers }, body: '' }
}

const prove = (_body: Uint8Array, { secret = '' }: { secret?: string }) => ({
  headers: { 'x-goog-channel-token': secret },
})

const words: Readonly<Record<string, string>> = {
  folder: 'A folder of Noor’s.',
  spreadsheet: 'A budget: Noor opens it, Samir does not.',
  document: 'Notes for the whole company.',
  presentation: 'Slides for the whole company.',
  form: 'A form in its editor.',
  drawing: 'A drawing.',
  'image/jpeg': 'A photograph for the whole company.',
  shortcut: 'A shortcut to the notes.',
}

const sandbox: Sandbox = {
  people,
  links: desk =>
    firstFiles(desk)
      .slice(0, 8)
      .map(file => ({ url: linkOf(file, desk), about: words[file.type] ?? '' })),
  answer,
  refresh: 'fixed',
  events: Object.keys(eventNames),
  deliver,
  prove,
}

export default sandbox
