import type { Notice } from '../../contract/notice.ts'
import type { CatchUp, HookAnswer, HookProof, HookRequest, Reading, Reference } from '../connector.ts'
import { at, list, parse, size, text } from '../reading.ts'
import { isSigned } from '../signatures.ts'
import { type Entry, entryOf, extensionOf, foldersOf, itemOf } from './files.ts'
import { askAbout, callDropbox, type DropboxClient, type DropboxSettings, demandDone, problemOf } from './site.ts'

export const kinds = ['saved', 'folder_made', 'deleted']

/** The address is believed once it gives the challenge back, as text that no browser takes for a page. */
export function handshake({ method, query }: HookRequest): HookAnswer | undefined {
  if (method !== 'GET' || query.challenge === undefined) return undefined
  const headers = { 'content-type': 'text/plain', 'x-content-type-options': 'nosniff' }
  return { status: 200, headers, body: query.challenge }
}

export const verify = ({ headers, body }: HookRequest, { clientSecret }: HookProof<DropboxSettings>): boolean =>
  clientSecret !== undefined &&
  isSigned({ algorithm: 'sha256', encoding: 'hex' }, headers['x-dropbox-signature'], body, [clientSecret])

/** It names accounts in which something changed, the same words each time: none repeats another. */
export const deliveryKey = (): string => ''

export function read({ body }: HookRequest): Reading {
  const accounts = list(at(parse(body), 'list_folder').accounts)
  return accounts.length > 0
    ? { is: 'changed', event: 'list_folder' }
    : { is: 'unrecognised', reason: 'no account in it' }
}

/** The whole account, from a cursor of the service's: the webhook is a hint, this is the truth. */
export const catchUp: CatchUp<DropboxSettings> = {
  every: 900,
  async start(client) {
    const answer = await callDropbox(client, '/files/list_folder/get_latest_cursor', { path: '', recursive: true })
    demandDone(answer)
    return text(at(answer.json).cursor, 10_000)
  },
  async next(client, cursor) {
    const answer = await callDropbox(client, '/files/list_folder/continue', { cursor })
    const problem = problemOf(answer)
    if (problem?.is === 'reset') return { readings: [], cursor: await catchUp.start(client), more: false }
    demandDone(answer)
    const page = at(answer.json)
    const entries = list(page.entries).map(entryOf)
    const names = await namesOf(client, entries)
    const readings = entries.map(entry => ({ is: 'notice' as const, notice: noticeOf(entry, names, client) }))
    return { readings, cursor: text(page.cursor, 10_000) || cursor, more: page.has_more === true }
  },
}

/** Entries name accounts; each is asked for once a page. */
async function namesOf(client: DropboxClient, entries: readonly Entry[]): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(entries.map(entry => entry.modifiedBy).filter(Boolean))].slice(0, 20)
  const found = await Promise.all(
    ids.map(async id => {
      const { json } = await callDropbox(client, '/users/get_account', { account_id: id })
      return [id, text(at(json, 'name').display_name)] as const
    }),
  )
  return new Map(found.filter(([, name]) => name))
}

function noticeOf(entry: Entry, names: ReadonlyMap<string, string>, client: DropboxClient): Notice {
  const event = entry.is === 'deleted' ? 'deleted' : entry.is === 'folder' ? 'folder_made' : 'saved'
  const who = names.get(entry.modifiedBy)
  const within = foldersOf(entry.path)
  const folder = entry.path.split('/').at(-2) ?? ''
  return {
    event,
    key: event === 'saved' && who ? 'saved_by' : event,
    values: { title: entry.name, ...(who && { who }) },
    facts: [
      ...(folder ? [{ label: 'folder', kind: 'text' as const, value: folder }] : []),
      ...(entry.size === undefined ? [] : [{ label: 'size', kind: 'text' as const, value: size(entry.size) }]),
    ],
    link: `${client.address('site')}/home${entry.path.split('/').map(encodeURIComponent).join('/')}`,
    item: itemOf(entry.path),
    within,
    properties: { extension: extensionOf(entry.name) },
    ...(who && { people: { who: entry.modifiedBy } }),
    at: entry.changedAt ? Date.parse(entry.changedAt) : client.now(),
  }
}

/** Where it lies in the installation's own account: only from there is anything heard of it. */
export async function followedAs(reference: Reference, client: DropboxClient): Promise<string | undefined> {
  const answer = await askAbout(reference, client)
  const { path } = entryOf(answer.json)
  return answer.status < 400 && path ? itemOf(path) : undefined
}
