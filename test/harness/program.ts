import type { Scope } from '../../contract/api/integrations.ts'
import type { CastGroupName } from '../../sandbox/cast.ts'
import { issueToken } from '../../server/domain/integrations/access-tokens.ts'
import { appById, secretsOf } from '../../server/domain/integrations/apps.ts'
import { createCustomIntegration } from '../../server/domain/integrations/create-custom.ts'
import { installationOf } from '../../server/domain/integrations/installations.sql.ts'
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
  /** As a program reads it. */
  readonly body: ReturnType<typeof JSON.parse>
  readonly headers: Record<string, unknown>
}

export interface GraphAsk {
  readonly token?: string | undefined
  readonly method?: string
  readonly headers?: Record<string, string>
  readonly payload?: string | Buffer | object
}

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
      const { id } = await createCustomIntegration(actor, {
        name,
        description: '',
        permissions,
        scope: scopeOf(groups),
      })
      const installation = await installationOf(actor.communityId, id)
      const app = await appById(id)
      if (!installation || !app) throw new Error('the program is not there though it was just made')
      const token = await issueToken(
        { communityId: actor.communityId, installationId: installation.id },
        actor.memberId,
      )
      return {
        appId: id,
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
