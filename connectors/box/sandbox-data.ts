import type { SandboxDesk, SandboxPerson } from '../sandbox.ts'

export const lucie = { id: '40001', name: 'Lucie Bernard', sees: 'everything' }
export const noor = { id: '40002', name: 'Noor Haddad', sees: 'what is shared with all' }
export const people: readonly SandboxPerson[] = [lucie, noor]
export const loginOf = (name: string): string => `${name.split(' ')[0]?.toLowerCase()}@cobalt.example`

export interface PlayedItem {
  readonly id: string
  readonly type: 'file' | 'folder'
  name: string
  readonly parent: string
  readonly token: string
  /** It has a link: most things have none until somebody shares them. */
  linked: boolean
  access: 'open' | 'company' | 'collaborators'
  readonly sealed: boolean
  trashed: boolean
  readonly letIn: string[]
  readonly comments: string[]
}

const item = (id: string, name: string, more: Partial<PlayedItem> = {}): PlayedItem => ({
  id,
  name,
  type: 'file',
  parent: '0',
  token: `played${id}abcdefghijklmnopqrst`,
  linked: false,
  access: 'collaborators',
  sealed: false,
  trashed: false,
  letIn: [],
  comments: [],
  ...more,
})

export const firstItems = (desk: SandboxDesk): PlayedItem[] => [
  item('5000001', 'Contracts', { type: 'folder' }),
  item('5000002', `Supplier contract ${desk.secretWord()}`.trim().concat('.docx'), { parent: '5000001' }),
  item('5000003', 'Opening hours.pdf', { linked: true, access: 'open' }),
  item('5000004', 'Salaries.xlsx', { linked: true, sealed: true }),
  item('5000005', 'Meeting notes.boxnote', { parent: '5000001' }),
]

const userOf = ({ id, name }: SandboxPerson): object => ({ type: 'user', id, name, login: loginOf(name) })
export const meOf = (person: SandboxPerson): object => ({ ...userOf(person), enterprise: { id: '9', name: 'Cobalt' } })

export function itemJson(found: PlayedItem, all: readonly PlayedItem[], desk: SandboxDesk): object {
  const folder = all.find(one => one.id === found.parent)
  const path = [{ type: 'folder', id: '0', name: 'All Files' }, ...(folder ? [named(folder)] : [])]
  return {
    ...named(found),
    description: '',
    ...(found.type === 'file' && { size: 26_458, extension: found.name.split('.').at(-1) }),
    path_collection: { total_count: path.length, entries: path },
    modified_at: '2026-11-20T06:12:00-08:00',
    modified_by: userOf(lucie),
    owned_by: userOf(lucie),
    item_status: found.trashed ? 'trashed' : 'active',
    shared_link: found.linked
      ? {
          url: `${desk.address('app')}/s/${found.token}`,
          access: found.access,
          effective_access: found.access,
          is_password_enabled: found.sealed,
        }
      : null,
  }
}

const named = ({ type, id, name }: PlayedItem): object => ({ type, id, name })

export const eventJson = (
  trigger: string,
  source: object,
  webhook: string,
  count: number,
  desk: SandboxDesk,
): object => ({
  type: 'webhook_event',
  id: `played-${desk.now()}-${count}`,
  created_at: new Date(desk.now()).toISOString(),
  trigger,
  webhook: { id: webhook, type: 'webhook' },
  created_by: userOf(lucie),
  source,
  additional_info: [],
})
