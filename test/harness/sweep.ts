import { readdirSync } from 'node:fs'
import { readCatalog } from '../../connectors/catalog.ts'
import type { Route } from '../../contract/api/route.ts'
import type { CastName } from '../../sandbox/cast.ts'
import { rows, sql } from '../../server/platform/db.ts'
import type { TestServer } from './server.ts'

/** Every route of the contract: a new one is swept by itself. */
export async function allRoutes(): Promise<Route[]> {
  const folder = new URL('../../contract/api/', import.meta.url)
  const modules = await Promise.all(readdirSync(folder).map(file => import(new URL(file, folder).href)))
  return modules.flatMap(module => Object.values(module).filter(isRoute))
}

const isRoute = (value: unknown): value is Route =>
  typeof value === 'object' && value !== null && 'method' in value && 'path' in value && 'answer' in value

/** Tables whose ids stand in paths, by what the parameter is called there. */
const idsOf = {
  ...{ postId: 'posts', commentId: 'comments', groupId: 'groups', memberId: 'members', eventId: 'inbound_events' },
  ...{ notificationId: 'notifications', uploadId: 'uploads', fileId: 'files', requestId: 'integration_requests' },
  ...{ receiptId: 'receipts', deliveryId: 'deliveries', threadId: 'conversations' },
} as const

/** Values worth trying for each parameter of a path: every id there is, the newest first and so many of each, by what the parameter is called. */
export async function knownParams(newest = 60): Promise<Readonly<Record<string, readonly string[]>>> {
  const ids = async (table: string): Promise<string[]> =>
    (
      await rows<{ id: string }>({
        text: `select id from ${table} where community_id = (select min(id) from communities) order by id desc limit $1`,
        values: [newest],
      })
    ).map(row => row.id)
  const named = await Promise.all(Object.entries(idsOf).map(async ([name, table]) => [name, await ids(table)] as const))
  const integrations = await rows<{ integration_id: string }>(sql`select distinct integration_id from installations`)
  const here = new Set(integrations.map(row => row.integration_id))
  const catalog = [...(await readCatalog()).values()].filter(
    ({ connector }) => here.size === 0 || here.has(connector.id),
  )
  const actions = catalog.flatMap(({ connector }) => connector.actions ?? [])
  const known: Readonly<Record<string, readonly string[]>> = Object.fromEntries(named)
  return {
    ...known,
    subjectId: [...(known.postId ?? []), ...(known.commentId ?? [])],
    integrationKey: integrations.map(row => row.integration_id),
    linkKey: ['0', '1'],
    actionKey: [...new Set(actions.map(action => action.id))],
    tokenKey: ['nothing'],
    articleKey: ['third-party-integrations', 'nothing'],
    formatKey: ['txt', 'json'],
  }
}

/** Asks every route that only reads, as this person, with everything that can be asked of the newest; answers each body with its address. */
export async function sweep(
  server: TestServer,
  who: CastName,
  words: readonly string[],
  newest?: number,
): Promise<{ url: string; status: number; body: string }[]> {
  const all = Object.entries(await knownParams(newest))
  // Where there is none of a kind, one that is not there is asked for.
  const known = Object.fromEntries(all.map(([name, ids]) => [name, ids.length > 0 ? ids : ['1']]))
  const cookie = await server.cookie(who)
  const reading = (await allRoutes()).filter(one => one.method === 'GET' && !one.path.startsWith('/live'))
  const ways = newest === undefined ? undefined : newest ** 2
  const urls = reading.flatMap(route =>
    filledPaths(route.path, known, ways).flatMap(path => queriesOf(route, words).map(query => `/api${path}${query}`)),
  )
  const ask = async (url: string) => {
    const answer = await server.app.inject({ method: 'GET', url, headers: { cookie } })
    return { url, status: answer.statusCode, body: answer.body }
  }
  const found: Awaited<ReturnType<typeof ask>>[] = []
  for (let n = 0; n < urls.length; n += atOnce) found.push(...(await Promise.all(urls.slice(n, n + atOnce).map(ask))))
  return found
}

const atOnce = 32

function queriesOf(route: Route, words: readonly string[]): string[] {
  const names = Object.keys(route.query?.properties ?? {})
  const required: readonly string[] = route.query?.required ?? []
  const searches = names.filter(name => /search|query|text|^q$/.test(name))
  if (searches.length > 0)
    return words.flatMap(word => searches.map(name => `?${name}=${encodeURIComponent(word)}${viewOf(names)}`))
  return required.length > 0 ? [] : ['']
}

const viewOf = (names: readonly string[]): string => (names.includes('view') ? '&view=search' : '')

/** Every way to fill the parameters of a path, the newest first, at most so many. */
function filledPaths(path: string, known: Readonly<Record<string, readonly string[]>>, most = 400): string[] {
  const names = [...path.matchAll(/:(\w+)/g)].map(match => match[1] ?? '')
  const each = Math.max(2, Math.floor(most ** (1 / Math.max(1, names.length))))
  return names.reduce<string[]>(
    (paths, name) =>
      paths.flatMap(one =>
        valuesOf(name, known)
          .slice(0, name.endsWith('Key') ? 20 : each)
          .map(value => one.replace(`:${name}`, value)),
      ),
    [path],
  )
}

/** A parameter that nobody knows values of would be asked for in vain, and nobody would hear of it. */
function valuesOf(name: string, known: Readonly<Record<string, readonly string[]>>): readonly string[] {
  const values = known[name]
  if (!values) throw new Error(`knownParams says nothing to put in place of :${name}`)
  return values
}

/** Every row of every table that holds one of the words, in clear, as hex (bytes) or as base64. */
export async function rowsWith(...words: readonly string[]): Promise<string[]> {
  const tables = await rows<{ name: string }>(sql`
    select quote_ident(tablename) as name from pg_tables where schemaname = 'public' order by 1`)
  const forms = words.flatMap(word => [
    word,
    Buffer.from(word).toString('hex'),
    Buffer.from(word).toString('base64').slice(0, -4),
  ])
  const found = await rows<{ name: string; count: string }>({
    // One statement for all: thousands of small ones took longer than what they looked through.
    text: tables
      .map(
        ({ name }) => `
          select '${name}' as name, count(*) from ${name} t, concat(t::text, row_to_json(t)::text) held
          where exists (select from unnest($1::text[]) form where position(form in held) > 0)`,
      )
      .join(' union all '),
    values: [forms],
  })
  return found.filter(one => Number(one.count) > 0).map(({ name, count }) => `${name}: ${count}`)
}
