import type { SandboxDesk, SandboxPerson } from '../sandbox.ts'

export const samir = { id: 'SamEAAaaaaa', name: 'Samir Benali', sees: 'everything' }
export const zoe = { id: 'ZoeEAAbbbbb', name: 'Zoé Lambert', sees: 'one chat' }
export const people: readonly SandboxPerson[] = [samir, zoe]
export const emailOf = (name: string): string =>
  `${name.split(' ')[0]?.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()}@cobalt.example`

export interface PlayedThread {
  readonly id: string
  readonly secretPath: string
  readonly type: 'document' | 'spreadsheet' | 'slides' | 'chat'
  readonly title: string
  readonly members: readonly string[]
  updated: number
  readonly messages: { id: string; author_id: string; author_name: string; text: string; created_usec: number }[]
}

const begun = Date.parse('2026-11-20T14:12:00Z') * 1_000

export const thread = (
  id: string,
  type: PlayedThread['type'],
  title: string,
  more: Partial<PlayedThread> = {},
): PlayedThread => ({
  ...{ id, type, title, secretPath: `${id}x`, members: [samir.id], updated: begun, messages: [] },
  ...more,
})

export const firstThreads = (desk: SandboxDesk): PlayedThread[] => [
  thread('NoteAA11111', 'document', `Launch notes ${desk.secretWord()}`.trim()),
  thread('ListAA22222', 'spreadsheet', 'Dealers'),
  thread('TalkAA33333', 'chat', 'Workshop talk', { members: [samir.id, zoe.id] }),
]

export const threadJson = (found: PlayedThread, desk: SandboxDesk): object => ({
  thread: {
    ...{ id: found.id, title: found.title, type: found.type, author_id: samir.id, is_deleted: false },
    thread_class: found.type === 'chat' ? 'chat' : 'document',
    link: `${desk.address('site')}/${found.secretPath}`,
    created_usec: begun,
    updated_usec: found.updated,
  },
  expanded_user_ids: found.members,
  invited_user_emails: [],
})
