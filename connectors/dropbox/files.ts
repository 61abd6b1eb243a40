import { createHash } from 'node:crypto'
import { at, instant, number, text } from '../reading.ts'
import { tag } from './site.ts'

/** A file or folder, as metadata of it or of a link to it tell. */
export interface Entry {
  readonly is: string
  readonly id: string
  readonly name: string
  /** In the account's own space; empty where it lies elsewhere. */
  readonly path: string
  readonly changedAt: string
  readonly size: number | undefined
  /** Who can open the link: `public`, `team`, `password` … ; empty where it is no link. */
  readonly visibility: string
  readonly owner: string
  readonly expires: string
  readonly modifiedBy: string
}

export function entryOf(json: unknown): Entry {
  const found = at(json)
  const permissions = at(found.link_permissions)
  return {
    is: tag(found),
    id: text(found.id),
    name: text(found.name),
    path: text(found.path_display, 2_000) || text(found.path_lower, 2_000),
    changedAt: instant(found.server_modified) ?? '',
    size: number(found.size),
    visibility:
      permissions.require_password === true
        ? 'password'
        : tag(permissions.resolved_visibility) || tag(permissions.effective_audience),
    owner: text(at(found.team_member_info).display_name),
    expires: instant(found.expires) ?? '',
    modifiedBy: text(at(found.sharing_info).modified_by),
  }
}

/** Where a thing lies: what is deleted has no other name. Case means nothing there. A path says what a file is about, so its hash stands for it. */
export const itemOf = (path: string): string =>
  `path:${createHash('sha256').update(path.toLowerCase()).digest('base64url')}`

/** The folders a path lies in, as items, the outermost first. */
export function foldersOf(path: string): string[] {
  const parts = path.split('/').slice(1, -1)
  return parts.map((_, n) => itemOf(`/${parts.slice(0, n + 1).join('/')}`))
}

export const extensionOf = (name: string): string => /\.([A-Za-z0-9]{1,10})$/.exec(name)?.[1]?.toLowerCase() ?? ''

/** A part of an address in plain letters; as it stands where its percent signs are none. */
export function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
