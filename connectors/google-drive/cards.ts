import type { Card, Fact } from '../../contract/preview.ts'
import type { Place } from '../connector.ts'
import { under } from '../hosts.ts'
import { size } from '../reading.ts'
import type { DriveFile } from './files.ts'
import type { DriveSettings } from './site.ts'

export function cardOf(file: DriveFile, place: Place<DriveSettings>): Card {
  const facts: Fact[] = []
  if (file.changedAt) facts.push({ label: 'changed', kind: 'date', value: file.changedAt })
  if (file.changedBy) facts.push({ label: 'changed_by', kind: 'person', value: file.changedBy })
  if (file.owner && file.owner !== file.changedBy) facts.push({ label: 'owner', kind: 'person', value: file.owner })
  if (file.size !== undefined && file.kind === 'file')
    facts.push({ label: 'size', kind: 'text', value: size(file.size) })
  const thumbnail = thumbnailOf(file.picture, place)
  return {
    url: urlOf(file, place),
    kind: file.kind,
    title: file.name || '—',
    ...(file.description && { summary: file.description }),
    facts,
    ...(thumbnail && { thumbnail }),
    ...(file.canComment && file.kind !== 'folder' && { actions: ['comment'] }),
  }
}

/** The service's own address of it, without what belongs to one account; else the one that any id has. */
export function urlOf({ url, id }: DriveFile, place: Place<DriveSettings>): string {
  const ours = URL.canParse(url) && ['docs', 'drive'].some(name => under(new URL(url), place.address(name)))
  return ours ? url : `${place.address('drive')}/file/d/${encodeURIComponent(id)}/view`
}

/** Short-lived, and drawn for this account: fetched by us, from the vendor's hosts of pictures alone. */
function thumbnailOf(link: string, place: Place<DriveSettings>): Card['thumbnail'] {
  const url = URL.canParse(link) ? new URL(link) : undefined
  for (const address of ['pictures', 'docs']) {
    const found = url && under(url, place.address(address))
    if (url && found) return { address, at: found.origin, path: `${found.path}${url.search}` }
  }
  return undefined
}
