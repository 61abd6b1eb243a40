import type { CastGroupName } from '../../sandbox/cast.ts'
import type { Bot } from '../../server/domain/access/actor.ts'
import { appById, secretsOf } from '../../server/domain/integrations/apps.ts'
import { createCustomIntegration } from '../../server/domain/integrations/create-custom.ts'
import { installationOf } from '../../server/domain/integrations/installations.sql.ts'
import { subscribe } from '../../server/domain/webhooks/subscribe.ts'
import { subscriberOf } from '../../server/domain/webhooks/subscriber.ts'
import type { TestDatabase } from './database.ts'

export interface TestProgram {
  readonly id: string
  readonly installationId: string
  readonly bot: Bot
  readonly secret: string
  subscribe(
    topic: string,
    fields: readonly string[],
    callbackUrl: string,
    more?: { inOrder?: boolean; includeValues?: boolean },
  ): Promise<void>
}

/** A custom integration that Ana made, with these permissions in these groups (all, where none is named). */
export async function makeProgram(
  database: TestDatabase,
  name: string,
  permissions: readonly string[],
  groups: readonly CastGroupName[] = [],
): Promise<TestProgram> {
  const ana = database.as('ana')
  const groupIds = groups.map(group => database.cast.groups[group])
  const scope = groupIds.length > 0 ? { everyone: false as const, groupIds } : { everyone: true as const }
  const { integration_id: id } = await createCustomIntegration(ana, { name, description: '', permissions, scope })
  const row = await installationOf(ana.communityId, id)
  const app = await appById(id)
  if (!row || !app) throw new Error('it was just made')
  return {
    id,
    installationId: row.id,
    bot: {
      kind: 'bot',
      communityId: ana.communityId,
      memberId: row.bot_id,
      installationId: row.id,
      language: 'en',
    },
    secret: secretsOf(app)[0] ?? '',
    async subscribe(topic, fields, callbackUrl, more) {
      await subscribe(await subscriberOf(ana, id), { topic, fields, callbackUrl, verifyToken: 'v', ...more })
    },
  }
}
