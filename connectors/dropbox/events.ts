import type { HookAnswer, HookProof, HookRequest, Reading, Reference } from '../connector.ts'
import { at, list, parse } from '../reading.ts'
import { isSigned } from '../signatures.ts'
import { entryOf, itemOf } from './files.ts'
import { askAbout, type DropboxClient, type DropboxSettings } from './site.ts'

export const kinds = ['saved', 'folder_made', 'moved', 'deleted']

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
  return accounts.length > 0 ? { is: 'changed', event: 'list_folder' } : { is: 'unrecognised', reason: 'no_subject' }
}

/** Its own id, which stays when it is renamed; only where it lies in the installation's own account: only from there is anything heard of it. */
export async function followedAs(reference: Reference, client: DropboxClient): Promise<string | undefined> {
  const answer = await askAbout(reference, client)
  const { id, path } = entryOf(answer.json)
  return answer.status < 400 && path ? id || itemOf(path) : undefined
}
