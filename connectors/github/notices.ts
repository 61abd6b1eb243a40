import type { Notice } from '../../contract/notice.ts'
import type { Fact } from '../../contract/preview.ts'
import { at, instant, list, text, under } from '../reading.ts'
import { itemOf } from './links.ts'

export type Body = Readonly<Record<string, unknown>>
export type Told = Notice

export const kinds = [
  'issue_opened',
  'issue_closed',
  'issue_reopened',
  'issue_assigned',
  'commented',
  'pull_opened',
  'pull_merged',
  'pull_closed',
  'pull_ready',
  'reviewed',
  'released',
  'pushed',
  'run_failed',
]

/** By the header: what becomes of an event, or nothing where it is not for people. */
export const told: Readonly<Record<string, (body: Body, action: string) => Notice | undefined>> = {
  issues(body, action) {
    const event = under(
      { opened: 'issue_opened', closed: 'issue_closed', reopened: 'issue_reopened', assigned: 'issue_assigned' },
      action,
    )
    const issue = at(body.issue)
    const assignee = text(at(body.assignee).login)
    const facts = event === 'issue_assigned' ? fact('assignee', assignee) : labels(issue)
    return event ? noticeOf(event, body, issue, { facts }) : undefined
  },
  issue_comment: (body, action) =>
    action === 'created'
      ? noticeOf('commented', body, at(body.issue), {
          facts: fact('words', text(at(body.comment).body)),
          link: at(body.comment).html_url,
        })
      : undefined,
  pull_request(body, action) {
    const pull = at(body.pull_request)
    const closed = pull.merged === true ? 'pull_merged' : 'pull_closed'
    const event = under({ opened: 'pull_opened', ready_for_review: 'pull_ready', closed }, action)
    return event ? noticeOf(event, body, pull, { facts: branches(pull) }) : undefined
  },
  pull_request_review(body, action) {
    const review = at(body.review)
    const key =
      under({ approved: 'approved', changes_requested: 'changes_requested' }, text(review.state).toLowerCase()) ??
      'reviewed'
    return action === 'submitted'
      ? noticeOf('reviewed', body, at(body.pull_request), {
          key,
          facts: fact('words', text(review.body)),
          link: review.html_url,
        })
      : undefined
  },
  pull_request_review_comment: (body, action) =>
    action === 'created'
      ? noticeOf('commented', body, at(body.pull_request), {
          facts: [...fact('file', text(at(body.comment).path)), ...fact('words', text(at(body.comment).body))],
          link: at(body.comment).html_url,
        })
      : undefined,
  release(body, action) {
    const release = at(body.release)
    const tag = text(release.tag_name)
    return action === 'published'
      ? noticeOf(
          'released',
          body,
          { ...release, title: text(release.name) || tag },
          { item: `release:${tag}`, facts: fact('tag', tag) },
        )
      : undefined
  },
  push(body) {
    const branch = /^refs\/heads\/(.+)$/.exec(text(body.ref))?.[1]
    const commits = list(body.commits)
    if (!branch || commits.length === 0 || body.deleted === true) return undefined
    const first = text(at(body.head_commit).message).split('\n')[0] ?? ''
    const thing = { title: branch, html_url: body.compare, updated_at: at(body.head_commit).timestamp }
    const facts = [...fact('commits', String(commits.length)), ...fact('last_commit', first)]
    return noticeOf('pushed', body, thing, { item: `branch:${branch}`, facts })
  },
  workflow_run(body, action) {
    const run = at(body.workflow_run)
    const failed = action === 'completed' && /^(?:failure|timed_out|startup_failure)$/.test(text(run.conclusion))
    const facts = [...fact('branch', text(run.head_branch)), ...fact('last_commit', text(run.display_title))]
    const thing = { ...run, title: text(run.name) }
    return failed ? noticeOf('run_failed', body, thing, { item: `run:${text(run.id)}`, facts }) : undefined
  },
}

interface More {
  readonly key?: string
  readonly facts: readonly Fact[]
  readonly link?: unknown
  /** Where the thing has no number. */
  readonly item?: string
}

function noticeOf(event: string, body: Body, thing: Body, { key, facts, link, item }: More): Notice | undefined {
  const repository = text(at(body.repository).full_name)
  const name = text(thing.number)
  const address = text(link, 1_000) || text(thing.html_url, 1_000)
  if (!repository || !(name || item) || !URL.canParse(address)) return undefined
  const who = at(body.sender)
  return {
    event,
    key: key ?? event,
    values: {
      title: text(thing.title) || '—',
      name: name ? `${repository}#${name}` : repository,
      who: text(who.login) || text(at(body.pusher).name) || 'GitHub',
    },
    facts: facts.slice(0, 4),
    link: address,
    item: item ? `${repository.toLowerCase()} ${item}` : itemOf(repository, name),
    properties: { repository },
    people: { who: text(who.id) },
    at: Date.parse(instant(thing.updated_at) ?? instant(thing.published_at) ?? '') || 0,
  }
}

const fact = (label: string, value: string): Fact[] => (value ? [{ label, kind: 'text', value }] : [])
const labels = (issue: Body): Fact[] =>
  fact(
    'labels',
    list(issue.labels)
      .map(one => text(at(one).name, 40))
      .join(', ')
      .slice(0, 120),
  )
const branches = (pull: Body): Fact[] =>
  fact('branches', [text(at(pull.head).ref), text(at(pull.base).ref)].filter(Boolean).join(' → '))
