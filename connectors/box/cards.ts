import type { Card, Fact } from '../../contract/preview.ts'
import { size } from '../reading.ts'
import type { BoxItem } from './items.ts'
import { through } from './site.ts'

const audiences = new Set(['open', 'company', 'collaborators'])

export function cardOf(item: BoxItem, url: string, shared: string | undefined): Card {
  const file = item.is === 'file'
  const facts: Fact[] = []
  if (audiences.has(item.access)) facts.push(standing(item.locked ? 'password' : item.access))
  if (item.changedAt) facts.push({ label: 'changed', kind: 'date', value: item.changedAt })
  if (item.changedBy) facts.push({ label: 'changed_by', kind: 'person', value: item.changedBy })
  if (file && item.size !== undefined) facts.push({ label: 'size', kind: 'text', value: size(item.size) })
  if (item.owner && item.owner !== item.changedBy) facts.push({ label: 'owner', kind: 'person', value: item.owner })
  return {
    url,
    kind: file ? 'file' : item.is === 'folder' ? 'folder' : 'shared',
    title: item.name || '—',
    ...(item.description && { summary: item.description }),
    facts,
    ...(file && { thumbnail: thumbnailOf(item.id, shared), actions: ['comment'] }),
  }
}

/** A link whose password nobody told. */
export const lockedCard = (url: string): Card => ({
  url,
  kind: 'shared',
  title: new URL(url).pathname.split('/').at(-1) || 'Box',
  facts: [standing('password')],
})

const standing = (value: string): Fact => ({
  label: 'access',
  kind: 'state',
  value,
  tone: value === 'open' ? 'doing' : 'todo',
})

/** While the service is still drawing, it answers without one, and the card is without. */
const thumbnailOf = (id: string, shared: string | undefined): NonNullable<Card['thumbnail']> => ({
  address: 'api',
  path: `/2.0/files/${id}/thumbnail.jpg?min_width=320&min_height=320`,
  ...(shared && { headers: { ...through(shared) } }),
})
