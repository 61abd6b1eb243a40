import type { SandboxDesk } from '../sandbox.ts'
import type { PlayedIssue } from './sandbox-data.ts'

/** The header’s event; what stands in the body beside the issue or pull request, and what does not; and what becomes of that. */
export interface Happening {
  readonly event: string
  readonly number: number
  readonly more: (desk: SandboxDesk) => object
  readonly without?: readonly string[]
  readonly becomes?: Partial<PlayedIssue>
}

const issue = (action: string, more: object = {}, becomes: Partial<PlayedIssue> = {}): Happening => ({
  ...{ event: 'issues', number: 17, more: () => ({ action, ...more }), becomes },
})
const pull = (action: string, becomes: Partial<PlayedIssue> = {}): Happening => ({
  ...{ event: 'pull_request', number: 18, more: () => ({ action }), becomes },
})
/** What has no number: neither an issue nor a pull request stands in it. */
const other = (event: string, more: (desk: SandboxDesk) => object): Happening => ({
  ...{ event, number: 17, more, without: ['issue', 'pull_request'] },
})
const shop = (desk: SandboxDesk, path: string): string => `${desk.address('site')}/cobalt-fils/shop${path}`
const at = '2026-11-23T09:30:00Z'

export const happenings: Readonly<Record<string, Happening>> = {
  'Bruno opens an issue': issue('opened'),
  'Bruno is given the issue': issue('assigned', { assignee: { login: 'bruno-keller', id: 583_231 } }),
  'Bruno comments on it': {
    ...{ event: 'issue_comment', number: 17 },
    more: () => ({ action: 'created', comment: { body: 'Seen again.' } }),
  },
  'Bruno closes the issue': issue('closed', {}, { state: 'closed' }),
  'Bruno opens the issue again': issue('reopened', {}, { state: 'open' }),
  'A pull request is opened': pull('opened', { state: 'open', merged: false }),
  'A pull request is ready': pull('ready_for_review'),
  'A review asks for changes': {
    ...{ event: 'pull_request_review', number: 18 },
    more: () => ({ action: 'submitted', review: { state: 'changes_requested', body: 'Round later.' } }),
  },
  'A pull request is merged': pull('closed', { state: 'closed', merged: true }),
  'A pull request is given up': pull('closed', { state: 'closed', merged: false }),
  'A release is published': other('release', desk => ({
    action: 'published',
    release: { tag_name: 'v2.2', name: 'Winter', html_url: shop(desk, '/releases/tag/v2.2'), published_at: at },
  })),
  'Bruno pushes two commits': other('push', desk => ({
    ref: 'refs/heads/main',
    compare: shop(desk, '/compare/4f2a9c1...9c1d2e3'),
    commits: [{ id: '4f2a9c1' }, { id: '9c1d2e3' }],
    head_commit: { id: '9c1d2e3', message: `Round prices late ${desk.secretWord()}`.trim(), timestamp: at },
    deleted: false,
  })),
  'A run fails': other('workflow_run', desk => ({
    action: 'completed',
    workflow_run: {
      ...{ id: 991, name: 'Checks', conclusion: 'failure', head_branch: 'main', display_title: 'Round prices late' },
      ...{ html_url: shop(desk, '/actions/runs/991'), updated_at: at },
    },
  })),
  'Somebody gives a star': { event: 'star', number: 17, more: () => ({ action: 'created' }) },
  'Something GitHub does not send': { event: 'coffee', number: 17, more: () => ({}) },
}
