import { type Item, NotPossible, type Picker } from '../connector.ts'
import { at, instant, list, text } from '../reading.ts'
import { callGitHub, demandDone, type GitHubSettings } from './site.ts'

const pageSize = 50

/** Issues and pull requests that moved last, and those with these words; each reader sees what GitHub lets them see. */
export const picker: Picker<GitHubSettings> = {
  views: ['recent', 'search'],
  sharing: [],
  async list(client, { view, text: typed, cursor }) {
    const page = { per_page: pageSize, page: cursor ?? '1' }
    const words = (typed ?? '').trim().slice(0, 200)
    const answer =
      view === 'search' && words
        ? await callGitHub(client, '/search/issues', { query: { ...page, q: `${words} involves:@me` } })
        : await callGitHub(client, '/issues', { query: { ...page, filter: 'all', state: 'all', sort: 'updated' } })
    demandDone(answer)
    const found = Array.isArray(answer.json) ? answer.json : list(at(answer.json).items)
    const next = found.length === pageSize ? { cursor: String(Number(page.page) + 1) } : {}
    return { items: found.map(itemFrom).filter(item => item.id), ...next }
  },
  async attach(client, itemId) {
    const [, repo, what, number] = /^([\w.-]+\/[\w.-]+)\/(issues|pull)\/(\d+)$/.exec(itemId) ?? []
    if (!repo) throw new NotPossible('gone')
    return { url: `${client.address('site')}/${repo}/${what}/${number}` }
  },
}

function itemFrom(json: unknown): Item {
  const found = at(json)
  const [, repo = '', rest = ''] = /\/([\w.-]+\/[\w.-]+)\/((?:issues|pull)\/\d+)$/.exec(text(found.html_url, 500)) ?? []
  const changedAt = instant(found.updated_at)
  return {
    id: rest && `${repo}/${rest}`,
    kind: 'item',
    name: text(found.title),
    detail: `${repo}#${text(found.number)}`,
    ...(changedAt && { changedAt }),
  }
}
