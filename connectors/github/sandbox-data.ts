import type { SandboxDesk, SandboxPerson } from '../sandbox.ts'

export const bruno = { id: '5801', name: 'Bruno Keller', login: 'bruno-keller', sees: 'everything' }
export const lucie = { id: '5802', name: 'Lucie Bernard', login: 'lucie-bernard', sees: 'what is public' }
export const people: readonly SandboxPerson[] = [bruno, lucie]

export interface PlayedIssue {
  readonly repo: string
  readonly number: number
  readonly title: string
  readonly pull: boolean
  state: 'open' | 'closed'
  merged: boolean
  readonly comments: string[]
}

export const repos: Readonly<Record<string, { readonly private: boolean }>> = {
  'cobalt-fils/shop': { private: true },
  'cobalt-fils/website': { private: false },
}

const issue = (repo: string, number: number, title: string, more: Partial<PlayedIssue> = {}): PlayedIssue => ({
  ...{ repo, number, title, pull: false, state: 'open', merged: false, comments: [] },
  ...more,
})

export const firstIssues = (desk: SandboxDesk): PlayedIssue[] => [
  issue('cobalt-fils/shop', 17, `Prices round wrongly ${desk.secretWord()}`.trim()),
  issue('cobalt-fils/shop', 18, 'Round prices once', { pull: true }),
  issue('cobalt-fils/website', 4, 'The opening hours are old'),
]

const userOf = ({ id, login }: typeof bruno): object => ({ login, id: Number(id) })
export const me = (person: SandboxPerson): object => ({ id: Number(person.id), login: person.name, name: person.name })

export function issueJson(found: PlayedIssue, desk: SandboxDesk): object {
  const what = found.pull ? 'pull' : 'issues'
  return {
    ...{ number: found.number, title: found.title, state: found.state, user: userOf(bruno), body: 'Seen last week.' },
    html_url: `${desk.address('site')}/${found.repo}/${what}/${found.number}`,
    labels: [{ name: 'bug' }],
    assignees: [userOf(bruno)],
    updated_at: '2026-11-20T14:12:00Z',
    ...(found.pull && {
      ...{ merged: found.merged, draft: false, additions: 12, deletions: 3 },
      ...{ head: { ref: 'round-once' }, base: { ref: 'main' } },
    }),
  }
}

export const repoJson = (name: string): object => ({
  ...{
    full_name: name,
    private: repos[name]?.private ?? true,
    language: 'TypeScript',
    archived: false,
    has_issues: true,
  },
  ...{ description: 'Where bicycles are ordered.', pushed_at: '2026-11-20T14:12:00Z' },
})

export const commitJson = {
  commit: {
    message: 'Round once.\n\nThe total is what counts.',
    author: { name: 'Bruno Keller', date: '2026-11-20T14:12:00Z' },
  },
}
export const releaseJson = {
  name: 'Autumn',
  tag_name: 'v2.1',
  author: userOf(bruno),
  published_at: '2026-11-20T14:12:00Z',
  body: 'New frames.',
}
export const runJson = {
  ...{ name: 'Tests', display_title: 'Round once', status: 'completed', conclusion: 'failure', head_branch: 'main' },
  ...{ actor: userOf(bruno), updated_at: '2026-11-20T14:12:00Z', id: 991 },
}

export const eventOf = (found: PlayedIssue, more: object, desk: SandboxDesk): object => ({
  ...more,
  [found.pull ? 'pull_request' : 'issue']: issueJson(found, desk),
  repository: { id: 1, full_name: found.repo },
  sender: userOf(bruno),
})
