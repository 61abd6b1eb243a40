import type { Card, Fact } from '../../contract/preview.ts'
import { at, instant, list, number, size, text } from '../reading.ts'

type Ids = Readonly<Record<string, string>>

export function ofIssue(json: unknown, ids: Ids): Card {
  const issue = at(json)
  const open = text(issue.state) === 'open'
  const state = open ? 'open' : text(issue.state_reason) === 'not_planned' ? 'not_planned' : 'closed'
  const assignees = list(issue.assignees).map(one => text(at(one).login))
  return {
    ...base('issue', `${ids.repo}#${ids.number} · ${text(issue.title)}`, ids, issue.body),
    facts: [
      stateFact(state),
      ...fact('author', 'person', text(at(issue.user).login)),
      ...fact('assignee', 'person', assignees.join(', ')),
      ...fact(
        'labels',
        'text',
        list(issue.labels)
          .map(one => text(at(one).name, 40))
          .join(', ')
          .slice(0, 120),
      ),
      ...day('updated', issue.updated_at),
    ],
    actions: ['comment', open ? 'close' : 'reopen'],
  }
}

export function ofPull(json: unknown, ids: Ids): Card {
  const pull = at(json)
  const open = text(pull.state) === 'open'
  const state = pull.merged === true ? 'merged' : open ? (pull.draft === true ? 'draft' : 'open') : 'closed'
  const [added, removed] = [number(pull.additions), number(pull.deletions)]
  return {
    ...base('pull_request', `${ids.repo}#${ids.number} · ${text(pull.title)}`, ids, pull.body),
    facts: [
      stateFact(state),
      ...fact('author', 'person', text(at(pull.user).login)),
      ...fact('branches', 'text', [text(at(pull.head).ref), text(at(pull.base).ref)].filter(Boolean).join(' → ')),
      ...fact('lines', 'text', added === undefined || removed === undefined ? '' : `+${added} −${removed}`),
      ...day('updated', pull.updated_at),
    ],
    actions: pull.merged === true ? ['comment'] : ['comment', open ? 'close' : 'reopen'],
  }
}

export const ofComment = (json: unknown, ids: Ids): Card => ({
  ...base('comment', `${ids.repo}#${ids.number}`, ids, at(json).body),
  facts: [...fact('author', 'person', text(at(json, 'user').login)), ...day('updated', at(json).updated_at)],
})

export const ofRepository = (json: unknown, ids: Ids): Card => ({
  ...base('repository', text(at(json).full_name) || (ids.repo ?? ''), ids, at(json).description),
  facts: [
    ...(at(json).archived === true ? [stateFact('archived')] : []),
    ...fact('visibility', 'text', at(json).private === true ? 'private' : 'public'),
    ...fact('language', 'text', text(at(json).language)),
    ...day('updated', at(json).pushed_at),
  ],
})

export function ofCommit(json: unknown, ids: Ids): Card {
  const commit = at(json, 'commit')
  const [first = '', ...rest] = text(commit.message, 4_000).split('\n')
  return {
    ...base('commit', first.slice(0, 300) || (ids.sha ?? ''), ids, rest.join('\n').trim()),
    facts: [
      ...fact('commit', 'text', `${ids.repo} ${(ids.sha ?? '').slice(0, 7)}`),
      ...fact('author', 'person', text(at(commit.author).name)),
      ...day('updated', at(commit.author).date),
    ],
  }
}

export const ofFile = (json: unknown, ids: Ids): Card => ({
  ...base('file', ids.path ?? '', ids, ''),
  facts: [
    ...fact('repository', 'text', ids.repo ?? ''),
    ...fact('branch', 'text', ids.ref ?? ''),
    ...fact('at_lines', 'text', ids.lines ?? ''),
    ...fact('size', 'text', number(at(json).size) === undefined ? '' : size(number(at(json).size) ?? 0)),
  ],
})

export const ofRelease = (json: unknown, ids: Ids): Card => ({
  ...base('release', text(at(json).name) || (ids.tag ?? ''), ids, at(json).body),
  facts: [
    ...(at(json).draft === true ? [stateFact('draft')] : at(json).prerelease === true ? [stateFact('prerelease')] : []),
    ...fact('repository', 'text', ids.repo ?? ''),
    ...fact('author', 'person', text(at(json, 'author').login)),
    ...day('updated', at(json).published_at),
  ],
})

export function ofRun(json: unknown, ids: Ids): Card {
  const run = at(json)
  const state = text(run.conclusion) || text(run.status)
  return {
    ...base('run', text(run.display_title) || text(run.name) || (ids.id ?? ''), ids, ''),
    facts: [
      { ...stateFact(state), tone: state === 'success' ? 'done' : /failure|timed_out/.test(state) ? 'alert' : 'doing' },
      ...fact('workflow', 'text', text(run.name)),
      ...fact('branch', 'text', text(run.head_branch)),
      ...fact('author', 'person', text(at(run.actor).login)),
      ...day('updated', run.updated_at),
    ],
  }
}

export const ofDiscussion = (ids: Ids): Card => ({
  ...base('discussion', `${ids.repo} · ${ids.number}`, ids, ''),
  facts: fact('repository', 'text', ids.repo ?? ''),
})

export const ofGist = (json: unknown, ids: Ids): Card => ({
  ...base('gist', text(at(json).description) || Object.keys(at(json).files ?? {})[0] || (ids.id ?? ''), ids, ''),
  facts: [...fact('author', 'person', text(at(json, 'owner').login)), ...day('updated', at(json).updated_at)],
})

function base(kind: string, title: string, ids: Ids, words: unknown) {
  const summary = text(words)
  return { url: ids.url ?? '', kind, title: title || '—', ...(summary && { summary }) }
}

const tones: Readonly<Record<string, NonNullable<Fact['tone']>>> = {
  open: 'doing',
  draft: 'todo',
  prerelease: 'doing',
  closed: 'done',
  not_planned: 'done',
  merged: 'done',
}
const stateFact = (value: string): Fact => ({ label: 'state', kind: 'state', value, tone: tones[value] ?? 'todo' })
const fact = (label: string, kind: 'text' | 'person', value: string): Fact[] => (value ? [{ label, kind, value }] : [])

function day(label: string, value: unknown): Fact[] {
  const when = instant(value)
  return when ? [{ label, kind: 'date', value: when }] : []
}
