import { expect } from 'vitest'
import { changeNoticeRoute, listGroupIntegrations } from '../../contract/api/group-integrations.ts'
import * as integrations from '../../contract/api/integrations.ts'
import { linkAccount } from '../../contract/api/linking.ts'
import { createPost, groupFeed } from '../../contract/api/posts.ts'
import { getNotice, getPreview } from '../../contract/api/previews.ts'
import type { FormValues } from '../../contract/form.ts'
import type { CastGroupName, CastName } from '../../sandbox/cast.ts'
import type { TestDatabase } from './database.ts'
import type { TestServer } from './server.ts'
import type { TestServices } from './services.ts'

/** What people do with any played service, in a word each. */
export function useService(id: string, database: TestDatabase, server: TestServer, services: TestServices) {
  const params = { integrationKey: id }
  const played = () => services.sandbox.service(id)
  const group = (name: CastGroupName): string => database.cast.groups[name]
  return {
    params,
    played,
    group,
    /** Enabled for these groups with everything it asks for, and signed in as this person of the service. */
    async enable(names: readonly CastGroupName[], person: string, settings: FormValues = {}): Promise<void> {
      const { permissions, installation } = await server.call('ana', integrations.getIntegration, { params })
      const { signInUrl } = await server.call('ana', integrations.enableIntegration, {
        params,
        body: {
          permissions: permissions.map(one => one.id),
          scope: { everyone: false, groupIds: names.map(group) },
          settings,
          clientId: 'client',
          clientSecret: 'a-client-secret',
          ...(installation && { revision: installation.revision }),
        },
      })
      if (signInUrl)
        expect(await services.signIn(await server.cookie('ana'), signInUrl, person)).toContain(`connected=${id}`)
    },
    /** Where the service is to post, as an administrator copies it into the service's console. */
    async hookByHand(): Promise<number> {
      const { admin } = await server.call('ana', integrations.getIntegration, { params })
      const form = new URLSearchParams({ hook: admin?.webhookUrl ?? '' })
      await fetch(`${services.sandbox.origin}/${id}/`, { method: 'POST', body: form })
      return played().desk.hooks.size
    },
    async linkAs(who: CastName, person: string): Promise<void> {
      const { signInUrl } = await server.call(who, linkAccount, { params, body: { returnTo: '/' } })
      expect(await services.signIn(await server.cookie(who), signInUrl, person)).toContain(`connected=${id}`)
    },
    async route(name: CastGroupName, audience: 'checked' | 'group', gather: 'gather' | 'each' | 'digest' = 'gather') {
      const { items } = await server.call('noor', listGroupIntegrations, {
        params: { groupId: group(name) },
      })
      const kinds = items.find(item => item.integrationId === id)?.eventKinds ?? []
      return server.call('ana', changeNoticeRoute, {
        params: { groupId: group(name), ...params },
        body: { events: kinds.map(kind => kind.id), filter: {}, audience, gather },
      })
    },
    async paste(who: CastName, name: CastGroupName, url: string): Promise<string> {
      const body = { text: `look: ${url}` }
      return (await server.call(who, createPost, { params: { groupId: group(name) }, body })).id
    },
    preview: (who: CastName, subjectId: string, refresh = false) =>
      server.call(who, getPreview, { params: { subjectId, linkKey: '0' }, query: { refresh } }),
    notice: (who: CastName, postId: string) => server.call(who, getNotice, { params: { postId } }),
    async notices(who: CastName, name: CastGroupName): Promise<string[]> {
      const { items } = await server.call(who, groupFeed, { params: { groupId: group(name) } })
      return items.filter(post => post.isNotice).map(post => post.id)
    },
  }
}
