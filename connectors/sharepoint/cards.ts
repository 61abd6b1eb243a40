import type { Card, Fact } from '../../contract/preview.ts'
import type { Place } from '../connector.ts'
import { under } from '../hosts.ts'
import { at, instant, size, text } from '../reading.ts'
import type { DriveItem } from './items.ts'
import type { SharePointSettings } from './site.ts'

const scopes = new Set(['anonymous', 'organization', 'users'])

export function cardOf(item: DriveItem, url: string, place: Place<SharePointSettings>): Card {
  const facts: Fact[] = []
  if (scopes.has(item.scope)) facts.push(standing(item.scope))
  facts.push(...changes(item.changedAt, item.changedBy))
  if (!item.folder && item.size !== undefined) facts.push({ label: 'size', kind: 'text', value: size(item.size) })
  if (item.owner && item.owner !== item.changedBy) facts.push({ label: 'owner', kind: 'person', value: item.owner })
  const thumbnail = thumbnailOf(item.picture, place)
  return {
    url: URL.canParse(item.url) && under(new URL(item.url), place.address('sites')) ? item.url : url,
    kind: item.folder ? 'folder' : 'file',
    title: item.name || '—',
    facts,
    ...(thumbnail && { thumbnail }),
    ...(item.scope !== 'anonymous' && item.scope !== 'organization' && { actions: ['company_link'] }),
  }
}

/** A page, or a row of a list: its title, and what the list says of it. */
export function pageCard(kind: string, json: unknown, url: string): Card {
  const found = at(json)
  const fields = at(found.fields)
  const title = text(fields.Title) || text(fields.LinkTitle) || text(fields.FileLeafRef) || text(found.name)
  const facts: Fact[] = []
  if (text(fields.Status)) facts.push({ label: 'status', kind: 'text', value: text(fields.Status) })
  facts.push(...changes(instant(found.lastModifiedDateTime) ?? '', text(at(found.lastModifiedBy, 'user').displayName)))
  const summary = text(fields.Description)
  return { url, kind, title: title || '—', ...(summary && { summary }), facts }
}

export function siteCard(json: unknown, url: string): Card {
  const site = at(json)
  const summary = text(site.description)
  const facts = changes(instant(site.lastModifiedDateTime) ?? '', '')
  return {
    url,
    kind: 'site',
    title: text(site.displayName) || text(site.name) || '—',
    ...(summary && { summary }),
    facts,
  }
}

function changes(when: string, who: string): Fact[] {
  const facts: Fact[] = []
  if (when) facts.push({ label: 'changed', kind: 'date', value: when })
  if (who) facts.push({ label: 'changed_by', kind: 'person', value: who })
  return facts
}

const standing = (value: string): Fact => ({
  label: 'access',
  kind: 'state',
  value,
  tone: value === 'anonymous' ? 'doing' : 'todo',
})

/** Short-lived and proved by itself: fetched by us, without anybody’s token, from the vendor’s hosts alone. */
function thumbnailOf(link: string, place: Place<SharePointSettings>): Card['thumbnail'] {
  const url = URL.canParse(link) ? new URL(link) : undefined
  for (const address of ['media', 'sites']) {
    const found = url && under(url, place.address(address))
    if (url && found) return { address, at: found.origin, path: `${found.path}${url.search}`, anonymous: true }
  }
  return undefined
}
