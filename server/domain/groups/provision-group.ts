/** Groups made and kept by programs: no seat of a person is behind it, so nobody leads such a group until somebody is named. */
import type { Privacy } from '../../../contract/api/groups.ts'
import { one, run, sql, transaction } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Bot } from '../access/actor.ts'
import { demandGranted } from '../access/granted.ts'
import { demand } from '../access/may.ts'
import { record } from '../audit/record.ts'
import { forgetUnseen } from '../notifications/notifications.sql.ts'
import { announceGroup } from './announce-group.ts'
import { lockGroup, setArchived } from './groups.sql.ts'
import { admit, announceMembership, demandAdminLeft, removeMember } from './join-group.ts'
import { insertMembership, membershipOf, setGroupRole } from './memberships.sql.ts'

export interface ProvisionedGroup {
  readonly name?: string | undefined
  readonly description?: string | undefined
  readonly privacy?: Privacy | undefined
  readonly purpose?: string | undefined
  readonly postPermissions?: 'NONE' | 'ADMIN_ONLY' | undefined
  readonly postsNeedApproval?: boolean | undefined
  readonly joinSetting?: 'NONE' | 'ANYONE' | 'ADMIN_ONLY' | undefined
  readonly archived?: boolean | undefined
  readonly coverUrl?: string | undefined
}

/** Makes a group; for programs whose grant holds for all groups. `adminId` leads it, else nobody does yet. */
export async function provisionGroup(bot: Bot, form: ProvisionedGroup, adminId?: string): Promise<{ id: string }> {
  await demandGranted(bot, ['manage_groups'], { whole: true })
  return transaction(async () => {
    const { id } = await one<{ id: string }>(sql`
      insert into groups (community_id, name, privacy, created_by)
      values (${bot.communityId}, ${named(form.name)}, ${form.privacy ?? 'open'}, ${adminId ?? bot.memberId}) returning id`)
    await write(bot, id, { ...form, privacy: undefined, name: undefined })
    await announceGroup(bot, id, 'created')
    await record({
      ...audited(bot, 'group.provisioned', id),
      after: { name: form.name, privacy: form.privacy ?? 'open' },
    })
    if (adminId) {
      await demandPerson(bot, adminId)
      await insertMembership(bot.communityId, id, adminId, 'admin')
      await announceMembership(bot, id, adminId, 'created')
    }
    return { id }
  })
}

export async function changeProvisionedGroup(bot: Bot, groupId: string, form: ProvisionedGroup): Promise<void> {
  const before = await demand(bot, 'group.manage', groupId)
  await transaction(async () => {
    await write(bot, groupId, { ...form, ...(form.name !== undefined && { name: named(form.name) }) })
    await announceGroup(bot, groupId, 'changed', { wasSecret: before.privacy === 'secret' })
    if (form.privacy && form.privacy !== before.privacy) await forgetUnseen(bot.communityId, groupId)
    await record({ ...audited(bot, 'group.provisioned', groupId), after: { ...form } })
  })
}

/** Lets somebody in whom the program may see; whoever is in already stays as they are. */
export async function addToGroup(bot: Bot, groupId: string, memberId: string): Promise<void> {
  const facts = await demand(bot, 'group.manage', groupId)
  if (facts.archived) throw new Refusal('group_archived')
  await transaction(async () => {
    await demandPerson(bot, memberId)
    await admit(bot, groupId, memberId)
  })
}

export async function takeFromGroup(bot: Bot, groupId: string, memberId: string): Promise<void> {
  await demand(bot, 'group.manage', groupId)
  await transaction(async () => {
    if (!(await membershipOf(bot.communityId, groupId, memberId))) throw new Refusal('not_found')
    await removeMember(bot, groupId, memberId)
  })
}

/** Names somebody an admin of the group, letting them in where they are not; or takes that away, and leaves them a member. */
export async function setGroupAdmin(bot: Bot, groupId: string, memberId: string, admin: boolean): Promise<void> {
  await demand(bot, 'group.manage', groupId)
  await transaction(async () => {
    await lockGroup(bot.communityId, groupId)
    await demandPerson(bot, memberId)
    const before = await membershipOf(bot.communityId, groupId, memberId)
    if (!before && !admin) throw new Refusal('not_found')
    if (!before) await admit(bot, groupId, memberId)
    if (!admin) await demandAdminLeft(bot, groupId, memberId)
    await setGroupRole(bot.communityId, groupId, memberId, admin ? 'admin' : 'member')
    await announceMembership(bot, groupId, memberId, 'changed')
    await record({
      ...audited(bot, 'group.role_changed', groupId),
      after: { memberId, role: admin ? 'admin' : 'member' },
    })
  })
}

async function write(bot: Bot, groupId: string, form: ProvisionedGroup): Promise<void> {
  await run(sql`
    update groups set name = coalesce(${form.name ?? null}, name), description = coalesce(${form.description ?? null}, description),
      privacy = coalesce(${form.privacy ?? null}, privacy), purpose = coalesce(${form.purpose ?? null}, purpose),
      post_permissions = coalesce(${form.postPermissions ?? null}, post_permissions),
      posts_need_approval = coalesce(${form.postsNeedApproval ?? null}::boolean, posts_need_approval),
      join_setting = coalesce(${form.joinSetting ?? null}, join_setting), cover_url = coalesce(${form.coverUrl ?? null}, cover_url), changed_at = now()
    where community_id = ${bot.communityId} and id = ${groupId}`)
  if (form.archived !== undefined) await setArchived(bot.communityId, groupId, form.archived)
}

async function demandPerson(bot: Bot, memberId: string): Promise<void> {
  const { n } = await one<{ n: number }>(sql`
    select count(*)::int as n from members where community_id = ${bot.communityId} and id = ${memberId} and kind = 'person' and active`)
  if (n === 0) throw new Refusal('not_found')
}

function named(name: string | undefined): string {
  if (!name?.trim()) throw new Refusal('bad_input', { field: 'name', problem: 'blank' })
  return name.trim().slice(0, 80)
}

const audited = (bot: Bot, action: string, groupId: string) => ({
  communityId: bot.communityId,
  actorId: bot.memberId,
  action,
  subject: 'group',
  subjectId: groupId,
})
