import type { KeptLogIn } from '../../../contract/api/log-ins.ts'
import { maybe, rows, run, sql, transaction } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Person } from '../access/actor.ts'
import { cameFrom, record } from '../audit/record.ts'
import { presentAsking } from './open-dialog.ts'

interface Row {
  id: string
  app_id: string
  name: string
  description: string
  logo_key: string | null
  scopes: string[]
  answered_at: Date
  token_ends_at: Date
}

/** Programs that know the reader by a log-in, the newest first. */
export async function listLogIns(actor: Person): Promise<KeptLogIn[]> {
  const found = await rows<Row>(sql`
    select l.id, c.id as app_id, c.name, c.description, c.logo_key, l.scopes, l.answered_at, l.token_ends_at
    from log_ins l
    join installations i on i.community_id = l.community_id and i.id = l.installation_id
    join custom_integrations c on c.community_id = i.community_id and c.id::text = i.integration_id and c.deleted_at is null
    where l.community_id = ${actor.communityId} and l.member_id = ${actor.memberId} and l.token_hash is not null and l.ended_at is null
      and l.token_ends_at > now()
    order by l.id desc limit 200`)
  return found.map(row => ({
    id: row.id,
    program: presentAsking(row),
    sharesEmail: row.scopes.includes('email'),
    allowedAt: row.answered_at.toISOString(),
    endsAt: row.token_ends_at.toISOString(),
  }))
}

/** The program's next call with it is refused. */
export async function endLogIn(actor: Person, id: string): Promise<void> {
  await transaction(async () => {
    const ended = await maybe<{ installation_id: string }>(sql`
      update log_ins set ended_at = now()
      where community_id = ${actor.communityId} and id = ${id} and member_id = ${actor.memberId} and token_hash is not null and ended_at is null
      returning installation_id`)
    if (!ended) throw new Refusal('not_found')
    const { communityId, memberId: actorId } = actor
    const subject = { subject: 'integration', subjectId: ended.installation_id }
    await record({ communityId, actorId, action: 'log_in.ended', ...subject, ...cameFrom(actor) })
  })
}

/** The same, where the program itself gives it up. */
export const giveUpLogIn = (communityId: string, id: string): Promise<number> =>
  run(sql`update log_ins set ended_at = now() where community_id = ${communityId} and id = ${id} and ended_at is null`)

/** Questions that nobody answered, and log-ins that are over, after a day: until then a code that comes again is known. */
export const forgetOldLogIns = (): Promise<number> =>
  run(sql`
    delete from log_ins
    where asked_at < now() - interval '1 day' and (token_hash is null or token_ends_at < now() or ended_at < now() - interval '1 day')`)
