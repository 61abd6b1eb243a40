import { expect, test } from 'vitest'
import { listBots, listDeletedIntegrations } from '../../../contract/api/custom-integrations.ts'
import { listIntegrations } from '../../../contract/api/directory.ts'
import { listGroupIntegrations } from '../../../contract/api/group-integrations.ts'
import { getGroup, listGroupMembers, listGroups } from '../../../contract/api/groups.ts'
import { getIntegration } from '../../../contract/api/integrations.ts'
import { listLinkedAccounts, listPostActions } from '../../../contract/api/linking.ts'
import { groupFeed, homeFeed, listComments } from '../../../contract/api/posts.ts'
import { foreseePreview, getNotice, getPreview } from '../../../contract/api/previews.ts'
import { getMe } from '../../../contract/api/session.ts'
import { isStale } from './ask-again.ts'

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
  expect(stale({ type: 'resync' })).toHaveLength(17)
})
