import type { Scope } from '../../contract/api/integrations.ts'
import { permissions } from '../../contract/permissions.ts'
import type { CastGroupName } from '../../sandbox/cast.ts'
import { issueToken } from '../../server/domain/integrations/access-tokens.ts'
import { appById, secretsOf } from '../../server/domain/integrations/apps.ts'
import { createCustomIntegration } from '../../server/domain/integrations/create-custom.ts'
import type { TestDatabase } from './database.ts'
import type { TestServer } from './server.ts'

/** A program of the company's own, as its administrator made it. */
export interface Program {
  readonly appId: string
  readonly secret: string
  readonly token: string
  readonly botId: string
  readonly installationId: string
}

export interface GraphAnswer {
  readonly status: number
  /** Read as a program reads it: what comes is what is tested. */
  readonly body: ReturnType<typeof JSON.parse>
  readonly headers: Record<string, unknown>
}

export interface GraphAsk {
  readonly token?: string | undefined
  readonly method?: string
  readonly headers?: Record<string, string>
  readonly payload?: string | Buffer | object
}

/** Every permission that a program of chosen groups may hold. */
export const everyScoped = permissions.filter(one => one.graph !== null && !one.whole).map(one => one.id)

/** Makes programs, and calls the Graph as they do. */
export function usePrograms(database: TestDatabase, server: TestServer) {
  const scopeOf = (groups: readonly CastGroupName[] | 'all'): Scope =>
    groups === 'all'
      ? { everyone: true }
      : { everyone: false, groupIds: groups.map(name => database.cast.groups[name]) }
  return {
    async make(
      permissions: readonly string[],
      groups: readonly CastGroupName[] | 'all',
      name = 'Robot',
    ): Promise<Program> {
      const actor = database.as('ana')
      const installation = await createCustomIntegration(actor, {
        name,
        description: '',
        permissions,
        scope: scopeOf(groups),
      })
      const app = await appById(installation.integration_id)
      if (!app) throw new Error('the program is not there though it was just made')
      const token = await issueToken(
        { communityId: actor.communityId, installationId: installation.id },
        actor.memberId,
      )
      return {
        appId: installation.integration_id,
        secret: secretsOf(app)[0] ?? '',
        token,
        botId: installation.bot_id,
        installationId: installation.id,
      }
    },
    async graph(path: string, { token, method = 'GET', headers = {}, payload }: GraphAsk = {}): Promise<GraphAnswer> {
      const answer = await server.app.inject({
        method: method as 'GET',
        url: `/graph${path}`,
        headers: { ...(token !== undefined && { authorization: `Bearer ${token}` }), ...headers },
        ...(payload !== undefined && { payload }),
      })
      return { status: answer.statusCode, body: answer.json(), headers: answer.headers }
    },
  }
}
