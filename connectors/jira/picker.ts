import { type Answer, type Item, NotPossible, type Picker } from '../connector.ts'
import { at, isoOf, text } from './cards.ts'
import { refusedBy } from './refused.ts'
import { addressesOf, callSite, type JiraClient, type JiraSettings, nameOf } from './site.ts'

const most = 50
/** An account that reaches more sites than that is shown the first of them. */
const mostSites = 10
const fields = ['summary', 'status', 'updated', 'lastViewed']

/** Issues looked at last, and issues by their words or key, of every site the account reaches; each reader sees of them what Jira lets them see. */
export const picker: Picker<JiraSettings> = {
  views: ['recent', 'search'],
  sharing: [],
  async list(client, { view, text: typed, cursor }) {
    const words = (typed ?? '').trim()
    const searches = view === 'search' && words !== ''
    const jql = searches ? jqlFor(words) : recent
    const sites = (await addressesOf(client)).slice(0, mostSites)
    const [only = ''] = sites
    if (sites.length < 2) return pageOf(client, only, jql, most, cursor)
    const { items, cursors } = await pagesOf(client, sites, jql, cursorsIn(cursor))
    const order = searches ? 'changedAt' : 'viewedAt'
    return {
      items: items.toSorted((a, b) => b[order].localeCompare(a[order])).map(one => one.item),
      ...(Object.keys(cursors).length > 0 && { cursor: JSON.stringify(cursors) }),
    }
  },
  async attach(client, itemId) {
    const [key = '', site] = itemId.split(' ').toReversed()
    const sites = await addressesOf(client)
    const at = site ?? sites[0]
    if (!/^[A-Z][A-Z0-9_]+-\d+$/.test(key) || at === undefined || !sites.includes(at)) throw new NotPossible('gone')
    return { url: `${at}/browse/${key}` }
  },
}

type Cursors = Readonly<Record<string, string>>

/** How far each site was read, by its address; those read to their end are not in it. */
function cursorsIn(cursor: string | undefined): Cursors | undefined {
  if (cursor === undefined) return undefined
  try {
    const found = Object.entries(at(JSON.parse(cursor)))
    return Object.fromEntries(found.map(([site, next]) => [site, text(next, 4_000)]))
  } catch {
    return {}
  }
}

interface Found {
  readonly item: Item
  readonly changedAt: string
  readonly viewedAt: string
}

/** A page of each site at once; one that refuses leaves the others. */
async function pagesOf(client: JiraClient, sites: readonly string[], jql: string, before: Cursors | undefined) {
  const asked = sites.filter(site => !before || before[site] !== undefined)
  const size = Math.max(5, Math.floor(most / sites.length))
  const pages = await Promise.allSettled(asked.map(site => read(client, site, jql, size, before?.[site])))
  const read_ = pages.flatMap((page, n) =>
    page.status === 'fulfilled' ? [{ ...page.value, site: asked[n] ?? '' }] : [],
  )
  const [failed] = pages.filter(page => page.status === 'rejected')
  if (read_.length === 0 && failed) throw failed.reason
  return {
    items: read_.flatMap(({ issues, site }) =>
      issues.map((issue): Found => {
        const item = itemFrom(issue)
        const named = [nameOf(site), item.detail].filter(Boolean).join(' · ')
        const viewedAt = isoOf(at(issue, 'fields').lastViewed) ?? ''
        return { item: { ...item, id: `${site} ${item.id}`, detail: named }, changedAt: item.changedAt ?? '', viewedAt }
      }),
    ),
    cursors: Object.fromEntries(read_.flatMap(({ site, next }) => (next === undefined ? [] : [[site, next]]))),
  }
}

async function pageOf(client: JiraClient, site: string, jql: string, size: number, cursor: string | undefined) {
  const { issues, next } = await read(client, site, jql, size, cursor)
  return { items: issues.map(itemFrom), ...(next !== undefined && { cursor: next }) }
}

async function read(client: JiraClient, site: string, jql: string, size: number, cursor: string | undefined) {
  const answer = await find(client, site, jql, size, cursor)
  if (answer.status >= 300) throw refusedBy(answer)
  const found = at(answer.json)
  const issues: readonly unknown[] = Array.isArray(found.issues) ? found.issues : []
  return { issues, next: nextOf(found, Number(cursor ?? '0'), issues.length) }
}

const recent = 'issuekey in issueHistory() order by lastViewed desc'

/** A key names one issue; words are looked for in all of its text. */
function jqlFor(words: string): string {
  const key = /^[a-z][a-z0-9_]+-\d+$/i.test(words) ? `key = "${words.toUpperCase()}" or ` : ''
  return `${key}text ~ "${words.slice(0, 200).replace(/[\\"]/g, '\\$&')}*" order by updated desc`
}

/** Cloud goes on by a token, Data Center by a number. */
function find(
  client: JiraClient,
  site: string,
  jql: string,
  size: number,
  cursor: string | undefined,
): Promise<Answer> {
  const asked = { jql, fields, maxResults: size }
  return client.settings.deployment === 'cloud'
    ? callSite(client, site, '/search/jql', {
        method: 'POST',
        json: { ...asked, ...(cursor && { nextPageToken: cursor }) },
      })
    : callSite(client, site, '/search', { method: 'POST', json: { ...asked, startAt: Number(cursor ?? '0') } })
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
