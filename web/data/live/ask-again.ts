import type { QueryClient } from '@tanstack/react-query'
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
    void client.invalidateQueries({ predicate: query => isStale(frame, query.queryKey) })
  }
  waiting.set(name, setTimeout(ask, Math.random() * spread))
}

/**
 * Paths whose answers depend on which integrations reach whom. A pattern, because naming the calls themselves would bring all their
 * shapes into the first page; ask-again.test.ts holds it against the contract.
 */
const ofIntegrations =
  /^\/(?:previews|notices|integrations|custom-integrations|bots|linked-accounts)\b|\/(?:integrations|actions|asking\/:integrationKey)$/

/** The directory counts how many wait. */
const ofRequests = /^\/requests\b|^\/integrations(?:\/:integrationKey)?$/

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
