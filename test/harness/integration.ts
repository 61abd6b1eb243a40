import { expect } from 'vitest'
import * as groupIntegrations from '../../contract/api/group-integrations.ts'
import * as integrations from '../../contract/api/integrations.ts'
import * as linking from '../../contract/api/linking.ts'
import * as posts from '../../contract/api/posts.ts'
import * as previews from '../../contract/api/previews.ts'
import type { CastGroupName, CastName } from '../../sandbox/cast.ts'
import type { TestDatabase } from './database.ts'
import { untilSubscribed } from './database.ts'
import { regrant, seen } from './seen.ts'
import type { TestServer } from './server.ts'
import type { TestServices } from './services.ts'

const params = { integrationKey: 'jira' }

/** What people do with the played service, in a word each: for tests of one verb that need the others to have happened. */
export function useIntegration(database: TestDatabase, server: TestServer, services: TestServices) {
  const played = () => services.sandbox.service('jira')
  const group = (name: CastGroupName): string => database.cast.groups[name]
  const consent = (names: readonly CastGroupName[], deployment: 'cloud' | 'data_center' = 'cloud') => ({
    permissions: ['preview_links', 'post_notices', 'act_for_members'],
    scope: { everyone: false as const, groupIds: names.map(group) },
    settings: {
      deployment,
      ...(deployment === 'data_center' && { siteUrl: `${services.sandbox.origin}/jira/site` }),
    },
    clientId: 'client',
    clientSecret: 'a-client-secret',
  })
  return {
    params,
    played,
    group,
    consent,
    link: (key = 'OPS-1'): string => `${services.sandbox.origin}/jira/site/browse/${key}`,
    /** Enabled for these groups, signed in as Bruno, with its webhook registered. */
    async enable(names: readonly CastGroupName[], deployment: 'cloud' | 'data_center' = 'cloud'): Promise<void> {
      const { signInUrl } = await server.call('ana', integrations.enableIntegration, {
        params,
        body: { ...consent(names, deployment), ...(await seen(server, 'ana', params)) },
      })
      expect(await services.signIn(await server.cookie('ana'), signInUrl ?? '', 'bruno')).toContain('connected=jira')
      await untilSubscribed(played().desk.hooks)
    },
    async linkAs(who: CastName, person: string): Promise<void> {
      const { signInUrl } = await server.call(who, linking.linkAccount, { params, body: { returnTo: '/' } })
      expect(await services.signIn(await server.cookie(who), signInUrl, person)).toContain('connected=jira')
    },
    route: (who: CastName, name: CastGroupName, audience: 'checked' | 'group' = 'checked') =>
      server.call(who, groupIntegrations.changeNoticeRoute, {
        params: { groupId: group(name), ...params },
        body: { events: ['issue_updated', 'comment_created'], filter: {}, audience },
      }),
    changeScope: (names: readonly CastGroupName[]) => regrant(server, 'ana', params, consent(names)),
    async paste(who: CastName, name: CastGroupName, url: string): Promise<string> {
      const post = await server.call(who, posts.createPost, {
        params: { groupId: group(name) },
        body: { text: `look: ${url}` },
      })
      return post.id
    },
    preview: (who: CastName, subjectId: string, refresh = false) =>
      server.call(who, previews.getPreview, { params: { subjectId, linkKey: '0' }, query: { refresh } }),
    notice: (who: CastName, postId: string) => server.call(who, previews.getNotice, { params: { postId } }),
    async notices(who: CastName, name: CastGroupName): Promise<string[]> {
      const { items } = await server.call(who, posts.groupFeed, { params: { groupId: group(name) } })
      return items.filter(post => post.isNotice).map(post => post.id)
    },
  }
}
