import { InfiniteQueryObserver, QueryClient, QueryObserver } from '@tanstack/react-query'
import { afterEach, expect, test, vi } from 'vitest'
import { listAudit } from '../../../contract/api/audit.ts'
import { listBots, listDeletedIntegrations } from '../../../contract/api/custom-integrations.ts'
import { listIntegrations } from '../../../contract/api/directory.ts'
import { listGroupIntegrations } from '../../../contract/api/group-integrations.ts'
import { getGroup, listGroupMembers, listGroups } from '../../../contract/api/groups.ts'
import { getIntegration, listIntegrationAudit } from '../../../contract/api/integrations.ts'
import { listLinkedAccounts, listPostActions } from '../../../contract/api/linking.ts'
import {
  explainAccess,
  foreseeChange,
  getOverseen,
  listChangesUnderWay,
  listOverseen,
} from '../../../contract/api/oversight.ts'
import { groupFeed, homeFeed, listComments } from '../../../contract/api/posts.ts'
import { foreseePreview, getNotice, getPreview } from '../../../contract/api/previews.ts'
import { getReceipt, listReceipts } from '../../../contract/api/receipts.ts'
import { getMe } from '../../../contract/api/session.ts'
import { askAgain, isStale, rest } from './ask-again.ts'

afterEach(() => vi.useRealTimers())

/** What administrators see of integrations, and of what was done to them. */
const ofOversight = [
  ...[listOverseen, getOverseen, listChangesUnderWay, explainAccess],
  ...[listReceipts, getReceipt, listAudit, listIntegrationAudit],
]

const stale = (frame: Parameters<typeof isStale>[0], params: object = {}) =>
  [
    listGroupIntegrations,
    getIntegration,
    listIntegrations,
    listDeletedIntegrations,
    listBots,
    listLinkedAccounts,
    listPostActions,
    foreseePreview,
    getNotice,
    getPreview,
    ...ofOversight,
    foreseeChange,
    getGroup,
    listGroupMembers,
    listGroups,
    groupFeed,
    homeFeed,
    listComments,
    getMe,
  ]
    .map(route => route.path)
    .filter(path => isStale(frame, [path, params]))

const ofIntegrations = [
  listGroupIntegrations,
  getIntegration,
  listIntegrations,
  listDeletedIntegrations,
  listBots,
  listLinkedAccounts,
  listPostActions,
  foreseePreview,
  getNotice,
  getPreview,
  ...ofOversight,
].map(route => route.path)

test('a change of integrations concerns what they show, and no feed', () => {
  expect(stale({ type: 'integrations' })).toEqual(ofIntegrations)
})

test('a change of the reader concerns themselves too', () => {
  expect(stale({ type: 'me' })).toEqual([...ofIntegrations, getMe.path])
})

test('a change of groups concerns lists of groups, the home feed, and that very group', () => {
  expect(stale({ type: 'groups', groupId: '10' }, { groupId: '11' })).toEqual([listGroups.path, homeFeed.path])
  expect(stale({ type: 'groups', groupId: '10' }, { groupId: '10' })).toContain(groupFeed.path)
})

test('a place too old concerns everything', () => {
  expect(stale({ type: 'resync' })).toHaveLength(26)
})

test('a first answer that was on its way when something changed is asked for anew', async () => {
  vi.useFakeTimers()
  const client = new QueryClient()
  let asked = 0
  const observer = new QueryObserver(client, {
    queryKey: [getPreview.path, {}, {}],
    queryFn: async () => {
      const answer = ++asked
      await new Promise(done => setTimeout(done, 2_000))
      return answer
    },
  })
  const leave = observer.subscribe(() => {})
  await vi.advanceTimersByTimeAsync(100)
  askAgain(client, { type: 'me' })
  await vi.advanceTimersByTimeAsync(5_000)
  expect(observer.getCurrentResult().data).toBe(2)
  leave()
  client.clear()
})

test('a long list is asked for again seldom however much changes, in one piece, and once more for what changed on the way', async () => {
  vi.useFakeTimers()
  const client = new QueryClient()
  const asked: number[] = []
  const pages = 20
  const observer = new InfiniteQueryObserver(client, {
    queryKey: [listOverseen.path, {}, {}],
    queryFn: async ({ pageParam }) => {
      asked.push(pageParam)
      await new Promise(done => setTimeout(done, 50))
      return pageParam
    },
    initialPageParam: 0,
    getNextPageParam: last => (last < pages - 1 ? last + 1 : undefined),
  })
  const leave = observer.subscribe(() => {})
  await vi.advanceTimersByTimeAsync(100)
  for (let page = 1; page < pages; page++) {
    void observer.fetchNextPage()
    await vi.advanceTimersByTimeAsync(100)
  }
  expect(asked).toHaveLength(pages)
  asked.length = 0
  // Somebody changes thousands for a while.
  const seconds = 20
  for (let n = 0; n < seconds * 10; n++) {
    askAgain(client, { type: 'integrations' })
    await vi.advanceTimersByTimeAsync(100)
  }
  await vi.advanceTimersByTimeAsync(pages * rest + 5_000)
  expect(asked.length % pages, 'never broken off').toBe(0)
  const rounds = asked.length / pages
  expect(rounds).toBeGreaterThanOrEqual(2)
  expect(rounds).toBeLessThanOrEqual((seconds * 1_000) / (pages * rest) + 1)
  leave()
  client.clear()
})
