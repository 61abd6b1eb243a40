import type { SandboxDesk, SandboxPerson } from '../sandbox.ts'

export const bruno = { id: 'dbid:AAAplayedBrunoKeller000000000000000', name: 'Bruno Keller', sees: 'everything' }
export const zoe = { id: 'dbid:AAAplayedZoeLambert0000000000000000', name: 'Zoé Lambert', sees: 'what is shared' }
export const people: readonly SandboxPerson[] = [bruno, zoe]
export const emails: Readonly<Record<string, string>> = {
  [bruno.id]: 'bruno@cobalt.example',
  [zoe.id]: 'zoe@cobalt.example',
}

/** Who opens a link: those invited, the team, or anybody. */
export type Audience = 'no_one' | 'team' | 'public' | 'password'

export interface PlayedEntry {
  readonly id: string
  readonly is: 'file' | 'folder'
  path: string
  readonly size: number
  changed: string
  deleted: boolean
  /** Of the link, where there is one: the part after the host. */
  link?: string
  audience: Audience
  readonly invited: string[]
}

const entry = (id: string, path: string, more: Partial<PlayedEntry> = {}): PlayedEntry => ({
  id: `id:played${id}0000000000000`,
  is: 'file',
  path,
  size: 48_213,
  changed: '2026-11-20T14:12:00Z',
  deleted: false,
  audience: 'no_one',
  invited: [emails[bruno.id] ?? ''],
  ...more,
})

export const firstEntries = (desk: SandboxDesk): PlayedEntry[] => [
  entry('Drawings', '/Drawings', { is: 'folder', link: '/scl/fo/played0drawings/h?rlkey=played2' }),
  entry('Frame', `/Drawings/Frame ${desk.secretWord()}`.trim().concat('.pdf'), {
    link: '/scl/fi/played0frame/Frame.pdf?rlkey=played1',
    size: 2_400_000,
  }),
  entry('Prices', '/Drawings/Prices.xlsx', { changed: '2026-11-21T09:30:00Z' }),
  entry('Leaflet', '/Leaflet.png', { link: '/s/played0leaflet/Leaflet.png', audience: 'public' }),
  entry('Sealed', '/Sealed.docx', { link: '/scl/fi/played0sealed/Sealed.docx?rlkey=played3', audience: 'password' }),
]

export const folderAt = (path: string): PlayedEntry => entry(path.replace(/\W/g, ''), path, { is: 'folder' })

export const nameOf = ({ path }: PlayedEntry): string => path.split('/').at(-1) ?? ''

export const metadata = (found: PlayedEntry): object =>
  found.deleted
    ? { '.tag': 'deleted', name: nameOf(found), path_lower: found.path.toLowerCase(), path_display: found.path }
    : {
        '.tag': found.is,
        id: found.id,
        name: nameOf(found),
        path_lower: found.path.toLowerCase(),
        path_display: found.path,
        ...(found.is === 'file' && {
          client_modified: found.changed,
          server_modified: found.changed,
          rev: 'a1c10ce0dd78',
          size: found.size,
          sharing_info: { read_only: false, modified_by: bruno.id },
        }),
      }

const visibilities = { no_one: 'no_one', team: 'team_only', public: 'public', password: 'password' }

/** A link says where its thing lies in small letters only, and not who changed it. */
export const linkMetadata = (found: PlayedEntry, desk: SandboxDesk): object => ({
  ...{ ...metadata(found), path_display: undefined, sharing_info: undefined },
  url: `${desk.address('site')}${found.link}`,
  link_permissions: {
    can_revoke: true,
    allow_download: true,
    resolved_visibility: { '.tag': visibilities[found.audience] },
    require_password: found.audience === 'password',
  },
  team_member_info: { display_name: bruno.name, team_info: { id: 'dbtid:played', name: 'Cobalt & Fils' } },
})
