import { at, instant, list, number, text } from '../reading.ts'

/** A file, folder or bookmark. */
export interface BoxItem {
  readonly is: string
  readonly id: string
  readonly name: string
  readonly description: string
  readonly size: number | undefined
  readonly changedAt: string
  readonly changedBy: string
  readonly owner: string
  readonly ownerLogin: string
  readonly extension: string
  readonly trashed: boolean
  /** Folders it lies in, the outermost first; the root of an account, which everybody has, is left out. */
  readonly folders: readonly { readonly id: string; readonly name: string }[]
  /** Who opens its link: `open`, `company`, `collaborators`; empty where there is none. */
  readonly access: string
  readonly locked: boolean
  readonly url: string
  /** The same under a name that somebody chose. */
  readonly vanityUrl: string
}

export function boxItemOf(json: unknown): BoxItem {
  const found = at(json)
  const link = at(found.shared_link)
  const name = text(found.name)
  return {
    is: text(found.type),
    id: text(found.id),
    name,
    description: text(found.description),
    size: number(found.size),
    changedAt: instant(found.modified_at) ?? '',
    changedBy: text(at(found.modified_by).name),
    owner: text(at(found.owned_by).name),
    ownerLogin: text(at(found.owned_by).login).toLowerCase(),
    extension: (text(found.extension) || (/\.([A-Za-z0-9]{1,10})$/.exec(name)?.[1] ?? '')).toLowerCase(),
    trashed: text(found.item_status) !== '' && text(found.item_status) !== 'active',
    folders: list(at(found.path_collection).entries)
      .map(one => ({ id: text(at(one).id), name: text(at(one).name) }))
      .filter(one => one.id !== '' && one.id !== '0'),
    access: text(link.effective_access) || text(link.access),
    locked: link.is_password_enabled === true,
    url: text(link.url, 1_000),
    vanityUrl: text(link.vanity_url, 1_000),
  }
}

export const itemOf = (is: string, id: string): string => `${is}:${id}`
