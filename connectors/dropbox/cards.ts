import type { Card, Fact } from '../../contract/preview.ts'
import { size } from '../reading.ts'
import { decoded, type Entry, extensionOf } from './files.ts'
import { rootOf } from './site.ts'

/** Formats of which the service draws a picture. */
const drawn = /^(?:jpe?g|png|tiff?|gif|webp|ppm|bmp|pdf|docx?|pptx?|xlsx?|heic|paper)$/
const standings = new Set(['public', 'team_only', 'password', 'no_one'])

/** `resource` names the file to the route that draws pictures. */
export function cardOf(entry: Entry, url: string, resource: object, root?: string): Card {
  const folder = entry.is === 'folder'
  const facts: Fact[] = []
  if (standings.has(entry.visibility)) facts.push(standing(entry.visibility))
  if (entry.changedAt) facts.push({ label: 'changed', kind: 'date', value: entry.changedAt })
  if (entry.size !== undefined) facts.push({ label: 'size', kind: 'text', value: size(entry.size) })
  if (entry.owner) facts.push({ label: 'owner', kind: 'person', value: entry.owner })
  if (entry.expires) facts.push({ label: 'expires', kind: 'date', value: entry.expires })
  const own = !entry.visibility
  return {
    url,
    kind: own ? 'path' : folder ? 'folder' : 'file',
    title: entry.name || '—',
    facts,
    ...(!folder && drawn.test(extensionOf(entry.name)) && { thumbnail: thumbnailOf(resource, root) }),
    ...(own && !folder && { actions: ['make_link'] }),
  }
}

/** A link whose password nobody told: the name in its address is all that is known. */
export const lockedCard = (url: string): Card => ({
  url,
  kind: 'file',
  title: decoded(new URL(url).pathname.split('/').at(-1) ?? '') || '—',
  facts: [standing('password')],
})

const standing = (value: string): Fact => ({
  label: 'access',
  kind: 'state',
  value,
  tone: value === 'public' ? 'doing' : 'todo',
})

/** The argument travels in a header, which is ASCII only. */
const thumbnailOf = (resource: object, root?: string): NonNullable<Card['thumbnail']> => ({
  address: 'content',
  path: '/2/files/get_thumbnail_v2',
  method: 'POST',
  headers: {
    'Dropbox-API-Arg': ascii({ resource, format: 'jpeg', size: 'w640h480' }),
    ...(root && { 'Dropbox-API-Path-Root': rootOf(root) }),
  },
})

const ascii = (value: object): string =>
  JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    letter => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
