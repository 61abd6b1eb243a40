import type { SandboxDesk, SandboxPerson } from '../sandbox.ts'

export const ana = { id: '6e7b768e-07e2-4810-8459-485f84f8f204', name: 'Ana Ferreira', sees: 'everything' }
export const theo = {
  id: '87d349ed-44d7-43e1-9a83-5f2406dee5bd',
  name: 'Théo Marchand',
  sees: 'what is open to the company',
}
export const people: readonly SandboxPerson[] = [ana, theo]
export const emailOf = (name: string): string =>
  `${name.split(' ')[0]?.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()}@cobalt.example`

export const driveId = 'b!playedDriveOfTheWorkshop'

export interface PlayedItem {
  readonly id: string
  readonly name: string
  /** After the site’s address. */
  readonly path: string
  readonly parent: string
  readonly folder: boolean
  created: string
  changed: string
  deleted: boolean
  scope: 'users' | 'organization' | 'anonymous'
  readonly invited: string[]
}

const item = (id: string, path: string, more: Partial<PlayedItem> = {}): PlayedItem => ({
  ...{ id, path, name: path.split('/').at(-1) ?? '', parent: 'root', folder: false, deleted: false, scope: 'users' },
  ...{ created: '2026-11-02T08:00:00Z', changed: '2026-11-20T14:12:00Z', invited: [emailOf(ana.name)] },
  ...more,
})

export const firstItems = (desk: SandboxDesk): PlayedItem[] => [
  item('01FOLDER', '/Contracts', { folder: true }),
  item('01CONTRACT', `/Contracts/Lease ${desk.secretWord()}`.trim().concat('.docx'), { parent: '01FOLDER' }),
  item('01HOURS', '/Opening hours.pdf', { scope: 'organization', changed: '2026-11-21T09:30:00Z' }),
  item('01OLD', '/Contracts/Old', { folder: true, parent: '01FOLDER' }),
  item('01ANNEX', '/Contracts/Old/Annex.docx', { parent: '01OLD' }),
]

export const rootOf = (desk: SandboxDesk): string => `${desk.address('sites')}/sites/Workshop`
export const urlOf = ({ path }: PlayedItem, desk: SandboxDesk): string =>
  `${rootOf(desk)}/Shared%20Documents${path.split('/').map(encodeURIComponent).join('/')}`

export function itemJson(found: PlayedItem, desk: SandboxDesk, links = false): object {
  const by = { user: { id: ana.id, displayName: ana.name } }
  return {
    ...{ id: found.id, name: found.name, webUrl: urlOf(found, desk), size: 109_112 },
    ...{ createdDateTime: found.created, lastModifiedDateTime: found.changed, createdBy: by, lastModifiedBy: by },
    parentReference: { driveId, id: found.parent, driveType: 'documentLibrary' },
    ...(found.folder ? { folder: { childCount: 1 } } : { file: { mimeType: 'application/pdf' } }),
    ...(found.deleted && { deleted: { state: 'deleted' } }),
    shared: { scope: found.scope },
    ...(links && {
      thumbnails: [
        { large: { url: `${desk.address('media')}/transform/thumbnail?docid=${found.id}&tempauth=played` } },
      ],
    }),
  }
}

export const permissionsOf = ({ scope, invited }: PlayedItem): object[] => [
  ...invited.map(email => ({ roles: ['read'], grantedToV2: { user: { email } } })),
  ...(scope === 'users' ? [] : [{ roles: ['read'], link: { scope, type: 'view' } }]),
]
