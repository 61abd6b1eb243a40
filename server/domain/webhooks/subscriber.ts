import { maybe, sql } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Person } from '../access/actor.ts'
import { demandInCommunity } from '../access/may.ts'
import { appById } from '../integrations/apps.ts'
import { installationOf } from '../integrations/installations.sql.ts'

/** For whom a subscription is: a program's installation; and who asks, where it is a person and not the program itself. */
export interface Subscriber {
  readonly communityId: string
  readonly installationId: string
  readonly appId: string
  readonly by?: Person
}

/** An administrator, for a program of their community; a connector, which hears of nothing this way, is `not_found`. */
export async function subscriberOf(actor: Person, integrationId: string): Promise<Subscriber> {
  demandInCommunity(actor, 'integrations.manage')
  const app = /^\d{1,18}$/.test(integrationId) ? await appById(integrationId) : undefined
  const row = app && (await installationOf(actor.communityId, integrationId))
  if (!app || !row) throw new Refusal('not_found')
  return { communityId: actor.communityId, installationId: row.id, appId: app.id, by: actor }
}

/** The program itself, which proved that it is this app. A custom integration has one installation; nobody where it is off. */
export async function subscriberOfApp(appId: string): Promise<Subscriber | undefined> {
  const row = await maybe<{ community_id: string; id: string }>(sql`
    select i.community_id, i.id from apps a
    join installations i on i.community_id = a.community_id and i.integration_id = a.id::text and i.state = 'enabled'
    where a.id = ${appId}`)
  return row && { communityId: row.community_id, installationId: row.id, appId }
}
