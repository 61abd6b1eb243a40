/**
 * One small invented company, Cobalt & Fils, a maker of bicycles in Nantes: the people of the try-out, the tests and the pictures.
 * Every name is invented; the addresses use a reserved domain.
 */

import type { Cover, GroupRole, Privacy } from '../contract/api/groups.ts'
import type { CommunityRole } from '../contract/api/session.ts'

/** The same for all: it opens nothing but the try-out, and the try-out says so. */
export const castPassword = 'try-passerelle'

export const community = { name: 'Cobalt & Fils', domain: 'cobalt.example', language: 'en' } as const

export interface CastMember {
  readonly name: string
  readonly email: string
  readonly role: CommunityRole
  readonly language: 'en' | 'fr'
  readonly title: string
  readonly department: string
}

const person = (
  name: string,
  role: CommunityRole,
  language: 'en' | 'fr',
  title: string,
  department: string,
): CastMember => {
  const first = name.split(' ')[0] ?? name
  const email = `${first.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()}@${community.domain}`
  return { name, email, role, language, title, department }
}

/** Ana runs the community; Théo speaks French; Noor leads groups; Bruno reads what others may not; Zoé belongs to little. */
export const people = {
  ana: person('Ana Ferreira', 'system_administrator', 'en', 'Head of IT', 'IT'),
  theo: person('Théo Marchand', 'system_administrator', 'fr', 'Responsable des systèmes', 'IT'),
  noor: person('Noor Haddad', 'member', 'en', 'Operations lead', 'Operations'),
  bruno: person('Bruno Keller', 'member', 'en', 'Workshop engineer', 'Workshop'),
  lucie: person('Lucie Bernard', 'member', 'fr', 'Cheffe de produit', 'Produit'),
  mei: person('Mei Tanaka', 'account_manager', 'en', 'People partner', 'People'),
  samir: person('Samir Benali', 'content_moderator', 'fr', 'Communication', 'Communication'),
  zoe: person('Zoé Lambert', 'member', 'fr', 'Stagiaire', 'Atelier'),
} as const satisfies Record<string, CastMember>

export type CastName = keyof typeof people

export interface CastGroup {
  readonly name: string
  readonly description: string
  readonly privacy: Privacy
  readonly cover: Cover
  readonly members: Partial<Record<CastName, GroupRole>>
}

export const groups = {
  operations: {
    name: 'Operations',
    description: 'Orders, deliveries, and what stands in their way.',
    privacy: 'closed',
    cover: 'sea',
    members: { noor: 'admin', ana: 'member', bruno: 'member', lucie: 'member', theo: 'member' },
  },
  workshop: {
    name: 'Workshop',
    description: 'From frame to finished bicycle.',
    privacy: 'open',
    cover: 'moss',
    members: { bruno: 'admin', noor: 'moderator', ana: 'member', zoe: 'member', theo: 'member' },
  },
  everyone: {
    name: 'Everyone',
    description: 'News for the whole company.',
    privacy: 'open',
    cover: 'sun',
    members: {
      ana: 'admin',
      theo: 'admin',
      noor: 'member',
      bruno: 'member',
      lucie: 'member',
      mei: 'member',
      samir: 'member',
      zoe: 'member',
    },
  },
  board: {
    name: 'Board',
    description: 'Matters not yet for everyone.',
    privacy: 'secret',
    cover: 'night',
    members: { ana: 'admin', mei: 'member' },
  },
  leaders: {
    name: 'Team leads',
    description: 'Planning across teams.',
    privacy: 'closed',
    cover: 'plum',
    members: { mei: 'admin', noor: 'member', bruno: 'member' },
  },
} as const satisfies Record<string, CastGroup>

export type CastGroupName = keyof typeof groups
