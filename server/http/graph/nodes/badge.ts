import type { Badge } from '../../../domain/badges/badges.ts'
import { publicOrigin } from '../../../platform/addresses.ts'
import { node } from '../node.ts'

/** Badges stand in lists only: their ids are words, and no address of a node. */
export const badges = node<Badge>({
  name: 'Badge',
  idOf: row => row.badge,
  load: async () => [],
  defaults: ['name', 'id'],
  fields: {
    id: row => row.badge,
    name: row => row.name,
    description: row => row.description || undefined,
    icon: () => `${publicOrigin()}/badge.svg`,
    category: row => row.category,
  },
})
