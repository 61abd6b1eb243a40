import type { Query, QueryClient } from '@tanstack/react-query'
import { listGroups } from '../../../contract/api/groups.ts'
import type { LiveFrame } from '../../../contract/api/live.ts'
import { homeFeed } from '../../../contract/api/posts.ts'
import { getMe } from '../../../contract/api/session.ts'

type Stale = Extract<LiveFrame, { type: 'groups' | 'integrations' | 'me' | 'threads' | 'requests' | 'resync' }>

/** Everybody is told at the same moment; asking at different ones spares the server the crowd. */
const spread = 400

const waiting = new Map<string, ReturnType<typeof setTimeout>>()

/** What is on the screen is asked for again, the rest when it is next shown. One timer for a burst of frames of one meaning. */
export function askAgain(client: QueryClient, frame: Stale): void {
  const name = frame.type === 'groups' ? `groups ${frame.groupId}` : frame.type
  if (waiting.has(name)) return
  const ask = () => {
    waiting.delete(name)
    const stale = client.getQueryCache().findAll({ predicate: query => isStale(frame, query.queryKey) })
    for (const query of stale) {
      if (pagesOf(query) > 0) askInTurn(client, query)
      else void askAnew(client, query)
    }
  }
  waiting.set(name, setTimeout(ask, Math.random() * spread))
}

/** A first answer that is still on its way may be from before the change, and nobody would ask for it twice: it is waited for. */
async function askAnew(client: QueryClient, query: Query): Promise<void> {
  if (query.state.data === undefined && query.state.fetchStatus === 'fetching')
    await query.promise?.catch(() => undefined)
  await client.invalidateQueries({ queryKey: query.queryKey, exact: true })
}

/** How long each page of a list rests before it is asked for again. */
export const rest = 250

const pagesOf = (query: Query): number => (query.state.data as { pages?: unknown[] } | undefined)?.pages?.length ?? 0

/**
 * A list by pages is asked for anew page by page: the longer it is, the seldomer, however many frames come; and not while it is being asked for, since that
 * may have gone by what changed, and would never end where somebody changes thousands.
 */
function askInTurn(client: QueryClient, query: Query): void {
  const name = `list ${query.queryHash}`
  if (waiting.has(name)) return
  const ask = () => {
    waiting.delete(name)
    if (query.state.fetchStatus === 'fetching' || restOf(query) > 0) askInTurn(client, query)
    else void client.invalidateQueries({ queryKey: query.queryKey, exact: true })
  }
  waiting.set(name, setTimeout(ask, Math.max(rest, restOf(query))))
}

const restOf = (query: Query): number => pagesOf(query) * rest - (Date.now() - query.state.dataUpdatedAt)

/**
 * Paths whose answers depend on which integrations reach whom, or say what was done to them. What a change would do is not among them: it is decided on as
 * it was read. A pattern, because naming the calls themselves would bring all their
 * shapes into the first page; ask-again.test.ts holds it against the contract.
 */
const ofIntegrations =
  /^\/(?:previews|notices|integrations|custom-integrations|bots|linked-accounts|permissions-data(?!\/foresee)|receipts|audit)\b|\/(?:integrations|actions|asking\/:integrationKey)$/

/** The directory counts how many wait, and the audit says who decided. */
const ofRequests = /^\/(?:requests|audit)\b|^\/integrations(?:\/:integrationKey)?$/

export function isStale(frame: Stale, [path, params]: readonly unknown[]): boolean {
  switch (frame.type) {
    case 'resync':
      return true
    case 'me':
      return path === getMe.path || ofIntegrations.test(String(path))
    case 'integrations':
      return ofIntegrations.test(String(path))
    case 'requests':
      return ofRequests.test(String(path))
    case 'threads':
      return String(path).startsWith('/threads')
    default:
      return (
        path === listGroups.path ||
        path === homeFeed.path ||
        (params as { groupId?: string })?.groupId === frame.groupId
      )
  }
}
