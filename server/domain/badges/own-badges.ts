import { one, rows, run, sql, transaction } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Person } from '../access/actor.ts'
import { demandInCommunity } from '../access/may.ts'
import { cameFrom, record } from '../audit/record.ts'

/** A badge of the company's own, made by an administrator. */
export async function createBadge(actor: Person, { name, description }: { name: string; description: string }) {
  demandInCommunity(actor, 'people.govern')
  if (!name.trim()) throw new Refusal('bad_input', { field: 'name', problem: 'blank' })
  return transaction(async () => {
    const made = await one<{ id: string }>(sql`
      insert into badges (community_id, name, description, made_by)
      values (${actor.communityId}, ${name.trim()}, ${description.trim()}, ${actor.memberId}) returning id`)
    await record({ ...audited(actor, 'badge.created', made.id), after: { name } })
    return made
  })
}

/** Nobody is awarded it any more; those who have it keep it. */
export async function retireBadge(actor: Person, badgeId: string): Promise<void> {
  demandInCommunity(actor, 'people.govern')
  await transaction(async () => {
    const gone = await run(sql`
      update badges set deleted_at = now() where community_id = ${actor.communityId} and id = ${badgeId} and deleted_at is null`)
    if (gone === 0) throw new Refusal('not_found')
    await record(audited(actor, 'badge.retired', badgeId))
  })
}

export interface OwnBadge {
  id: string
  name: string
  description: string
  awarded: number
}

export async function listBadges(actor: Person): Promise<{ items: OwnBadge[] }> {
  demandInCommunity(actor, 'people.govern')
  return {
    items: await rows<OwnBadge>(sql`
      select b.id, b.name, b.description, (select count(*)::int from awards a
        where a.community_id = b.community_id and a.badge = 'workplace_custom#' || b.id) as awarded
      from badges b where b.community_id = ${actor.communityId} and b.deleted_at is null order by b.id`),
  }
}

const audited = (actor: Person, action: string, id: string) => ({
  communityId: actor.communityId,
  actorId: actor.memberId,
  action,
  subject: 'badge',
  subjectId: id,
  ...cameFrom(actor),
})
