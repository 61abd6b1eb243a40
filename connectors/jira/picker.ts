import { type Answer, type Item, NotPossible, type Picker } from '../connector.ts'
import { siteAddress } from './actions.ts'
import { at, isoOf, text } from './cards.ts'
import { refusedBy } from './refused.ts'
import { callSite, type JiraClient, type JiraSettings } from './site.ts'

const most = 50
const fields = ['summary', 'status', 'updated']

/** Issues looked at last, and issues by their words or key; each reader sees of them what Jira lets them see. */
export const picker: Picker<JiraSettings> = {
  views: ['recent', 'search'],
  sharing: [],
  async list(client, { view, text: typed, cursor }) {
    const words = (typed ?? '').trim()
    const answer = await find(client, view === 'search' && words ? jqlFor(words) : recent, cursor)
    if (answer.status >= 300) throw refusedBy(answer)
    const found = at(answer.json)
    const issues = Array.isArray(found.issues) ? found.issues : []
    const next = nextOf(found, Number(cursor ?? '0'), issues.length)
    return { items: issues.map(itemFrom), ...(next && { cursor: next }) }
  },
  async attach(client, itemId) {
    if (!/^[A-Z][A-Z0-9_]+-\d+$/.test(itemId)) throw new NotPossible('gone')
    return { url: `${await siteAddress(client)}/browse/${itemId}` }
  },
}

const recent = 'issuekey in issueHistory() order by lastViewed desc'

/** A key names one issue; words are looked for in all of its text. */
function jqlFor(words: string): string {
  const key = /^[a-z][a-z0-9_]+-\d+$/i.test(words) ? `key = "${words.toUpperCase()}" or ` : ''
  return `${key}text ~ "${words.slice(0, 200).replace(/[\\"]/g, '\\$&')}*" order by updated desc`
}

/** Cloud goes on by a token, Data Center by a number. */
function find(client: JiraClient, jql: string, cursor: string | undefined): Promise<Answer> {
  const asked = { jql, fields, maxResults: most }
  return client.settings.deployment === 'cloud'
    ? callSite(client, undefined, '/search/jql', {
        method: 'POST',
        json: { ...asked, ...(cursor && { nextPageToken: cursor }) },
      })
    : callSite(client, undefined, '/search', { method: 'POST', json: { ...asked, startAt: Number(cursor ?? '0') } })
}

function nextOf(found: Readonly<Record<string, unknown>>, from: number, count: number): string | undefined {
  if (typeof found.nextPageToken === 'string') return found.nextPageToken
  const total = typeof found.total === 'number' ? found.total : 0
  return total > from + count && count > 0 ? String(from + count) : undefined
}

function itemFrom(json: unknown): Item {
  const issue = at(json, 'fields')
  const key = text(at(json).key)
  const changedAt = isoOf(issue.updated)
  return {
    id: key,
    kind: 'item',
    name: [key, text(issue.summary, 300)].filter(Boolean).join(' · '),
    detail: text(at(issue, 'status').name),
    ...(changedAt && { changedAt }),
  }
}
