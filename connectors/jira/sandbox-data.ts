import type { SandboxDesk, SandboxPerson } from '../sandbox.ts'

/** Bruno sees both projects; Zoé sees WEB only; Mei sees WEB, and works at a second site of her own beside it. */
export const bruno: SandboxPerson = { id: 'bruno', name: 'Bruno Keller', sees: 'OPS, WEB' }
export const zoe: SandboxPerson = { id: 'zoe', name: 'Zoé Lambert', sees: 'WEB' }
export const mei: SandboxPerson = { id: 'mei', name: 'Mei Tanaka', sees: 'WEB, and LAB at a second site' }
export const people = [bruno, zoe, mei]

/** The sites of Cloud, by the id that calls name them with. */
export const mainSite = '1324a887-45db-1bf4-1e99-ef0ff456d421'
export const labSite = '5c0b0f9e-7d1c-4a52-9f0e-2f6d5b1f6a77'
/** Where a site stands: the second beside the first, or under it where one host stands for all. */
export function addressOf(site: string, desk: SandboxDesk): string {
  const first = desk.address('site')
  if (site !== labSite) return first
  return first.includes('//cobalt.') ? first.replace('//cobalt.', '//cobalt-lab.') : `${first}/lab`
}

export const projects = [
  { id: '10000', key: 'OPS', name: 'Operations', description: 'Orders, deliveries, suppliers.' },
  { id: '10001', key: 'WEB', name: 'Web shop', description: 'Where bicycles are ordered.' },
  // Each site numbers its own.
  { id: '10000', key: 'LAB', name: 'Test bench', description: 'What is tried out.' },
] as const

export const siteOfProject = (key: string): string => (key === 'LAB' ? labSite : mainSite)

export const types = [
  { id: '10100', name: 'Task', subtask: false },
  { id: '10101', name: 'Bug', subtask: false },
]

export const statuses = {
  new: { name: 'To Do', statusCategory: { id: 2, key: 'new', colorName: 'blue-gray', name: 'To Do' } },
  doing: {
    name: 'In Progress',
    statusCategory: { id: 4, key: 'indeterminate', colorName: 'yellow', name: 'In Progress' },
  },
  done: { name: 'Done', statusCategory: { id: 3, key: 'done', colorName: 'green', name: 'Done' } },
}

export interface PlayedComment {
  readonly id: string
  readonly author: SandboxPerson
  readonly body: string
  /** Kept for a role of its project: whoever is not in it is told that there is none. */
  readonly forAdministrators?: boolean
}

export const restricted: PlayedComment = {
  ...{ id: '10042', author: bruno, body: 'The factory wants two weeks more.', forAdministrators: true },
}

export interface PlayedIssue {
  readonly id: string
  readonly key: string
  readonly project: string
  summary: string
  readonly description: string
  status: keyof typeof statuses
  readonly type: string
  assignee: SandboxPerson | undefined
  readonly comments: PlayedComment[]
  readonly remoteLinks: { readonly globalId: string; readonly url: string }[]
}

/** Issues as they are when the sandbox starts; each server plays its own. */
export const firstIssues = (): PlayedIssue[] => [
  played('1', 'OPS-1', 'Customs hold the frames from Genoa', 'The papers name the wrong port.', 'doing', 'Task', bruno),
  played('2', 'OPS-2', 'Second carrier for the north', 'Compare three offers.', 'new', 'Task', undefined),
  played('3', 'WEB-7', 'The size table is cut off on phones', 'Seen on small screens.', 'new', 'Bug', zoe),
  played('1', 'LAB-3', 'The new hub gives way under load', 'At eleven hundred newtons.', 'doing', 'Bug', mei),
]

export function played(
  id: string,
  key: string,
  summary: string,
  description: string,
  status: PlayedIssue['status'],
  type: string,
  assignee: SandboxPerson | undefined,
): PlayedIssue {
  const open = { id: '10041', author: bruno, body: 'The carrier has the new papers.' }
  const comments: PlayedComment[] = key === 'OPS-1' ? [open] : key === 'WEB-7' ? [restricted] : []
  return {
    id,
    key,
    project: key.split('-')[0] ?? '',
    summary,
    description,
    status,
    type,
    assignee,
    comments,
    remoteLinks: [],
  }
}

export const maySee = (person: SandboxPerson | undefined, project: string): boolean =>
  (person?.id === bruno.id && project !== 'LAB') ||
  (person?.id === zoe.id && project === 'WEB') ||
  (person?.id === mei.id && project !== 'OPS')

export const mayRead = (person: SandboxPerson | undefined, comment: PlayedComment): boolean =>
  !comment.forAdministrators || person?.id === bruno.id

/** In what not everyone may read stands the secret word, where a test set one. */
export function commentJson({ id, author, body, forAdministrators }: PlayedComment, desk: SandboxDesk, cloud: boolean) {
  const words = `${body} ${forAdministrators ? desk.secretWord() : ''}`.trim()
  return {
    id,
    author: userOf(author),
    body: cloud ? documentOf(words) : words,
    created: '2026-11-20T16:30:00.000+0100',
  }
}

const documentOf = (text: string): object => ({
  ...{ type: 'doc', version: 1, content: [{ type: 'paragraph', content: [{ type: 'text', text }] }] },
})

export const userOf = (person: SandboxPerson): object => ({
  accountId: person.id,
  key: person.id,
  name: person.id,
  displayName: person.name,
  active: true,
  timeZone: 'Europe/Paris',
})

/** An issue as Jira writes it. In what not everyone may see stands the secret word, where a test set one. */
export function issueJson(issue: PlayedIssue, desk: SandboxDesk, cloud: boolean): object {
  const word = issue.project === 'OPS' ? desk.secretWord() : ''
  const project = projects.find(one => one.key === issue.project)
  const description = `${issue.description} ${word}`.trim()
  return {
    id: issue.id,
    self: `${addressOf(siteOfProject(issue.project), desk)}/rest/api/2/issue/${issue.id}`,
    key: issue.key,
    fields: {
      summary: `${issue.summary} ${word}`.trim(),
      description: cloud ? documentOf(description) : description,
      status: statuses[issue.status],
      issuetype: { id: '10100', name: issue.type, subtask: false },
      priority: { id: '3', name: 'Medium' },
      assignee: issue.assignee ? userOf(issue.assignee) : null,
      reporter: userOf(bruno),
      project: project && { id: project.id, key: project.key, name: project.name },
      labels: [],
      created: '2026-11-02T09:00:00.000+0100',
      updated: '2026-11-20T16:30:00.000+0100',
      duedate: null,
    },
  }
}
