import { at, parse, text } from '../reading.ts'
import type { Sandbox, SandboxAnswer, SandboxDelivery, SandboxDesk, SandboxRequest } from '../sandbox.ts'
import { sign } from '../signatures.ts'
import {
  bruno,
  commitJson,
  eventOf,
  firstIssues,
  issueJson,
  me,
  type PlayedIssue,
  people,
  releaseJson,
  repoJson,
  repos,
  runJson,
} from './sandbox-data.ts'
import { happenings } from './sandbox-events.ts'

const issuesOf = new WeakMap<SandboxDesk, PlayedIssue[]>()

function issues(desk: SandboxDesk): PlayedIssue[] {
  const known = issuesOf.get(desk) ?? firstIssues(desk)
  issuesOf.set(desk, known)
  return known
}

const error = (status: number, message: string): SandboxAnswer => ({ status, json: { message, documentation_url: '' } })
const notFound = error(404, 'Not Found')

function answer(address: string, request: SandboxRequest, desk: SandboxDesk): SandboxAnswer {
  if (address !== 'api') return { html: '<h1>GitHub, played in small</h1>' }
  const { person, path, query } = request
  if (!person) return error(401, 'Bad credentials')
  if (path === '/user') return { json: me(person) }
  const mine = issues(desk).filter(one => sees(one.repo, request))
  if (path === '/user/repos')
    return {
      json: Object.keys(repos)
        .filter(name => sees(name, request))
        .map(repoJson),
    }
  if (path === '/issues') return { json: mine.map(one => issueJson(one, desk)) }
  if (path === '/search/issues') {
    const word = (query.q ?? '').replace(' involves:@me', '').toLowerCase()
    return {
      json: { items: mine.filter(one => one.title.toLowerCase().includes(word)).map(one => issueJson(one, desk)) },
    }
  }
  if (path.startsWith('/gists/')) return { json: { description: 'A note', owner: { login: bruno.login }, files: {} } }
  const [, name = '', rest = ''] = /^\/repos\/([\w.-]+\/[\w.-]+)(\/.*)?$/.exec(path) ?? []
  return sees(name, request) ? inRepo(name, rest, request, desk) : notFound
}

const sees = (name: string, { person }: SandboxRequest): boolean =>
  repos[name] !== undefined && (person?.id === bruno.id || !repos[name].private)

function inRepo(name: string, rest: string, request: SandboxRequest, desk: SandboxDesk): SandboxAnswer {
  if (rest === '') return { json: repoJson(name) }
  if (rest === '/issues') return make(name, request, desk)
  if (rest.startsWith('/issues/comments/'))
    return {
      json: { body: 'The total is what counts.', user: { login: bruno.login }, updated_at: '2026-11-20T14:12:00Z' },
    }
  if (rest.startsWith('/commits/')) return { json: commitJson }
  if (rest.startsWith('/releases/tags/')) return { json: releaseJson }
  if (rest.startsWith('/actions/runs/')) return { json: runJson }
  if (rest.startsWith('/contents/')) return { json: { type: 'file', size: 2_048 } }
  const [, number, more = ''] = /^\/(?:issues|pulls)\/(\d+)(\/comments)?$/.exec(rest) ?? []
  const issue = issues(desk).find(one => one.repo === name && String(one.number) === number)
  if (!issue) return notFound
  const asked = at(request.json)
  if (more) issue.comments.push(text(asked.body))
  else if (request.method === 'PATCH') issue.state = asked.state === 'closed' ? 'closed' : 'open'
  return { status: more ? 201 : 200, json: issueJson(issue, desk) }
}

function make(repo: string, { json }: SandboxRequest, desk: SandboxDesk): SandboxAnswer {
  const title = text(at(json).title)
  if (!title) return { status: 422, json: { message: 'Validation Failed', errors: [{ message: 'title is missing' }] } }
  const made: PlayedIssue = {
    repo,
    title,
    number: 100 + issues(desk).length,
    pull: false,
    state: 'open',
    merged: false,
    comments: [],
  }
  issues(desk).push(made)
  return { status: 201, json: issueJson(made, desk) }
}

let count = 0

function deliver(name: string, hook: { url: string; secret?: string }, desk: SandboxDesk): SandboxDelivery {
  const happening = happenings[name]
  const issue = issues(desk).find(one => one.number === happening?.number)
  if (!happening || !issue) throw new Error(`no event is called “${name}”`)
  Object.assign(issue, happening.becomes)
  const { action, ...whole } = eventOf(issue, happening.more(desk), desk) as Record<string, unknown>
  for (const left of happening.without ?? []) delete whole[left]
  const body = JSON.stringify({ ...(action !== undefined && { action }), ...whole })
  const headers = { 'content-type': 'application/json', 'x-github-delivery': `played-${desk.now()}-${++count}` }
  return { headers: { ...headers, ...prove(Buffer.from(body), hook).headers, 'x-github-event': happening.event }, body }
}

/** What a body without its header must have been. */
const betrayed: readonly (readonly [string, string])[] = [
  ['workflow_run', 'workflow_run'],
  ['workflow_job', 'workflow_job'],
  ['review', 'pull_request_review'],
  ['release', 'release'],
  ['discussion', 'discussion'],
  ['commits', 'push'],
  ['zen', 'ping'],
]

function prove(body: Uint8Array, { secret = '' }: { secret?: string }) {
  const json = at(parse(body))
  const commented =
    json.comment === undefined ? '' : json.pull_request === undefined ? 'issue_comment' : 'pull_request_review_comment'
  const other = json.pull_request === undefined ? (json.issue === undefined ? 'star' : 'issues') : 'pull_request'
  const event = betrayed.find(([name]) => json[name] !== undefined)?.[1] ?? (commented || other)
  const signature = sign({ algorithm: 'sha256', encoding: 'hex' }, body, secret)
  return { headers: { 'x-github-event': event, 'x-hub-signature-256': `sha256=${signature}` } }
}

const shop = (rest: string, desk: SandboxDesk): string => `${desk.address('site')}/cobalt-fils/shop${rest}`

const sandbox: Sandbox = {
  people,
  links: desk => [
    { url: shop('/issues/17', desk), about: 'An issue of the shop: Bruno sees it, Lucie does not.' },
    { url: shop('/issues/17#issuecomment-9001', desk), about: 'A comment on it.' },
    { url: shop('/pull/18', desk), about: 'A pull request.' },
    { url: shop('/commit/4f2a9c1', desk), about: 'A commit.' },
    { url: shop('/blob/main/prices/round.ts#L3-L9', desk), about: 'Lines of a file.' },
    { url: shop('/releases/tag/v2.1', desk), about: 'A release.' },
    { url: shop('/actions/runs/991', desk), about: 'A run that failed.' },
    { url: shop('/discussions/5', desk), about: 'A discussion.' },
    { url: `${desk.address('site')}/cobalt-fils/website`, about: 'A public repository.' },
    { url: `${desk.address('gists')}/bruno-keller/0123456789abcdef`, about: 'A gist.' },
  ],
  answer,
  refresh: 'none',
  busy: now => ({
    json: { message: 'API rate limit exceeded' },
    headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(Math.floor(now / 1_000) + 42) },
  }),
  handMade: { secret: 'github-webhook-secret' },
  events: Object.keys(happenings),
  deliver,
  prove,
}

export default sandbox
