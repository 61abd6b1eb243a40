import type { Card, PreviewOutcome } from '../../contract/preview.ts'
import type { Answer, Place, Reference } from '../connector.ts'
import { under } from '../hosts.ts'
import { at } from '../reading.ts'
import * as cards from './cards.ts'
import { callGitHub, type GitHubClient, type GitHubSettings } from './site.ts'

/** First parts of the path that are the vendor’s own pages. */
const pages =
  /^(?:about|account|apps|codespaces|collections|contact|customer-stories|dashboard|enterprise|events|explore|features|issues|join|login|logout|marketplace|mobile|new|notifications|organizations|orgs|pricing|pulls|readme|search|security|sessions|settings|signup|site|sponsors|stars|team|topics|trending|users)$/i
const number = /^[1-9]\d{0,9}$/

export const kinds = [
  'repository',
  'issue',
  'comment',
  'pull_request',
  'commit',
  'file',
  'discussion',
  'release',
  'run',
  'gist',
]

export function recognise(url: URL, place: Place<GitHubSettings>): Reference | undefined {
  const gist = under(url, place.address('gists'))
  const [user = '', gistId = ''] = gist?.path.split('/').filter(Boolean) ?? []
  if (gist && user && /^[0-9a-f]{8,40}$/.test(gistId))
    return { kind: 'gist', ids: { id: gistId, url: `${gist.origin}/${user}/${gistId}` } }
  const found = under(url, place.address('site'))
  const [owner = '', repo = '', what = '', ...rest] = found?.path.split('/').filter(Boolean) ?? []
  if (!found || pages.test(owner) || !/^[A-Za-z0-9][A-Za-z0-9-]{0,38}$/.test(owner)) return undefined
  if (!/^[\w.-]{1,100}$/.test(repo) || repo === '.' || repo === '..') return undefined
  const ids = {
    repo: `${owner}/${repo}`,
    url: `${found.origin}/${[owner, repo, what, ...rest].filter(Boolean).join('/')}`,
  }
  return what === '' ? { kind: 'repository', ids } : inside(what, rest, ids, url)
}

function inside(what: string, rest: string[], ids: { repo: string; url: string }, url: URL): Reference | undefined {
  const [first = '', second = ''] = rest
  const page = (kind: string) => (number.test(first) ? { kind, ids: { ...ids, number: first } } : undefined)
  const comment = /^#issuecomment-(\d{1,15})$/.exec(url.hash)?.[1]
  if (comment && (what === 'issues' || what === 'pull') && number.test(first))
    return { kind: 'comment', ids: { ...ids, url: ids.url + url.hash, number: first, comment } }
  if (what === 'issues') return page('issue')
  if (what === 'pull') return page('pull_request')
  if (what === 'discussions') return page('discussion')
  if (what === 'commit' && /^[0-9a-f]{7,40}$/.test(first)) return { kind: 'commit', ids: { ...ids, sha: first } }
  if (what === 'blob' && rest.length > 1) return fileIn(rest, ids, url)
  if (what === 'releases' && first === 'tag' && second)
    return { kind: 'release', ids: { ...ids, tag: decoded(rest.slice(1).join('/')) } }
  return what === 'actions' && first === 'runs' && number.test(second.slice(0, 10)) && /^\d{1,15}$/.test(second)
    ? { kind: 'run', ids: { ...ids, id: second } }
    : undefined
}

/** A branch with a slash in its name cannot be told from a folder: the first part is taken. */
function fileIn([ref = '', ...path]: string[], ids: { repo: string; url: string }, url: URL): Reference {
  const lines = /^#L(\d{1,6})(?:-L(\d{1,6}))?$/.exec(url.hash)
  const marked = lines ? { lines: [lines[1], lines[2]].filter(Boolean).join('–') } : {}
  return {
    kind: 'file',
    ids: { ...ids, url: ids.url + (lines ? url.hash : ''), ref, path: path.map(decoded).join('/'), ...marked },
  }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

export const item = ({ kind, ids }: Reference): string | undefined =>
  ids.number && kind !== 'discussion' ? itemOf(ids.repo ?? '', ids.number) : undefined

/** Issues and pull requests share their numbers. */
export const itemOf = (repo: string, name: string | number): string => `${repo.toLowerCase()}#${name}`

/** What is asked, and what becomes of the answer. */
const asked: Readonly<
  Record<
    string,
    (ids: Readonly<Record<string, string>>) => { path: string; card: (json: unknown) => Card; rest?: string }
  >
> = {
  repository: ids => ({ path: '', card: json => cards.ofRepository(json, ids) }),
  issue: ids => ({ path: `/issues/${ids.number}`, card: json => cards.ofIssue(json, ids) }),
  comment: ids => ({ path: `/issues/comments/${ids.comment}`, card: json => cards.ofComment(json, ids) }),
  pull_request: ids => ({ path: `/pulls/${ids.number}`, card: json => cards.ofPull(json, ids) }),
  commit: ids => ({ path: `/commits/${ids.sha}`, card: json => cards.ofCommit(json, ids) }),
  file: ids => ({
    path: `/contents/${(ids.path ?? '').split('/').map(encodeURIComponent).join('/')}`,
    card: json => cards.ofFile(json, ids),
  }),
  // Only the query language knows discussions: whoever sees the repository sees that there is one.
  discussion: ids => ({ path: '', card: () => cards.ofDiscussion(ids) }),
  release: ids => ({
    path: `/releases/tags/${encodeURIComponent(ids.tag ?? '')}`,
    card: json => cards.ofRelease(json, ids),
  }),
  run: ids => ({ path: `/actions/runs/${ids.id}`, card: json => cards.ofRun(json, ids) }),
}

export async function preview({ kind, ids }: Reference, client: GitHubClient): Promise<PreviewOutcome> {
  if (kind === 'gist') {
    const gist = await callGitHub(client, `/gists/${ids.id}`)
    return misfortune(gist) ?? { state: 'shown', card: cards.ofGist(gist.json, ids), audience: 'viewer' }
  }
  const what = asked[kind]?.(ids)
  if (!what) return { state: 'not_yours' }
  const query = kind === 'file' ? { query: { ref: ids.ref } } : {}
  const answer = await callGitHub(client, `/repos/${ids.repo}${what.path}`, query)
  const bad = misfortune(answer)
  if (bad) return bad
  // Of a whole repository the service says itself whether everyone may see it.
  const open = kind === 'repository' && at(answer.json).private === false
  const card = what.card(answer.json)
  if (kind === 'discussion') return { state: 'limited', card, audience: 'viewer' }
  return { state: 'shown', card, audience: open ? 'everyone' : 'viewer' }
}

function misfortune({ status }: Answer): PreviewOutcome | undefined {
  if (status === 401) return { state: 'account_needed' }
  if (status === 410) return { state: 'gone' }
  return status >= 300 ? { state: 'not_yours' } : undefined
}
