import type { SandboxDesk, SandboxPerson } from '../sandbox.ts'

export const noor = { id: '06212537884430925573', name: 'Noor Haddad', sees: 'everything' }
export const samir = { id: '11873345120094410277', name: 'Samir Benali', sees: 'what is shared with the company' }
export const people: readonly SandboxPerson[] = [noor, samir]
export const emailOf = (name: string): string => `${name.split(' ')[0]?.toLowerCase()}@cobalt.example`

export interface PlayedFile {
  readonly id: string
  readonly name: string
  /** After `application/vnd.google-apps.`; anything with a slash is a whole type. */
  readonly type: string
  readonly parent: string
  readonly target?: string
  created: string
  changed: string
  trashed: boolean
  /** Deleted for good. */
  gone?: boolean
  readonly permissions: { type: string; role: string; emailAddress?: string; domain?: string }[]
  readonly comments: string[]
}

export const ownedByNoor = () => ({ type: 'user', role: 'owner', emailAddress: emailOf(noor.name) })

export const played = (id: string, name: string, type: string, more: Partial<PlayedFile> = {}): PlayedFile => ({
  ...{ id, name, type, parent: 'root', created: '2026-11-02T08:00:00Z', changed: '2026-11-20T14:12:00Z' },
  ...{ trashed: false, permissions: [ownedByNoor()], comments: [] },
  ...more,
})

const company = () => ({ type: 'domain', role: 'reader', domain: 'cobalt.example' })

/** It lies in a folder that lies in a folder. */
const deep = (): PlayedFile[] => [
  played('1playedArchive0000', 'Archive', 'folder', { parent: '1playedFolder00000' }),
  played('1playedOldPlan0000', 'Plan of last year', 'document', { parent: '1playedArchive0000' }),
]

export const firstFiles = (desk: SandboxDesk): PlayedFile[] => [
  played('1playedFolder00000', 'Planning', 'folder'),
  played('1playedBudget00000', `Budget 2027 ${desk.secretWord()}`.trim(), 'spreadsheet', {
    parent: '1playedFolder00000',
  }),
  played('1playedNotes000000', 'Meeting notes', 'document', { permissions: [ownedByNoor(), company()] }),
  played('1playedSlides00000', 'Autumn fair', 'presentation', { permissions: [ownedByNoor(), company()] }),
  played('1playedForm0000000', 'Who comes to the fair', 'form'),
  played('1playedDrawing0000', 'Stand', 'drawing'),
  played('1playedPhoto000000', 'Stand.jpg', 'image/jpeg', { permissions: [ownedByNoor(), company()] }),
  played('1playedShortcut000', 'Notes', 'shortcut', {
    target: '1playedNotes000000',
    permissions: [ownedByNoor(), company()],
  }),
  ...deep(),
]

const mimeOf = (type: string): string => (type.includes('/') ? type : `application/vnd.google-apps.${type}`)
const editors: Readonly<Record<string, string>> = {
  document: 'document',
  spreadsheet: 'spreadsheets',
  presentation: 'presentation',
  form: 'forms',
  drawing: 'drawings',
}

export function linkOf({ id, type }: PlayedFile, desk: SandboxDesk): string {
  const editor = editors[type]
  if (editor) return `${desk.address('docs')}/${editor}/d/${id}/edit`
  return `${desk.address('drive')}${type === 'folder' ? `/drive/folders/${id}` : `/file/d/${id}/view`}`
}

export function fileJson(found: PlayedFile, desk: SandboxDesk): object {
  const { id, name, type, parent, trashed, target } = found
  return {
    ...{ id, name, trashed, mimeType: mimeOf(type), parents: [parent], webViewLink: linkOf(found, desk) },
    createdTime: found.created,
    modifiedTime: found.changed,
    lastModifyingUser: { displayName: noor.name, permissionId: noor.id },
    owners: [{ displayName: noor.name }],
    hasThumbnail: type !== 'folder',
    thumbnailLink: `${desk.address('pictures')}/drive-storage/${id}=s220`,
    capabilities: { canComment: true },
    ...(type.includes('/') && { size: '482130' }),
    ...(target && { shortcutDetails: { targetId: target } }),
  }
}
