/** Accounts kept by programs: made, changed, given and taken their seat. Rights of administration are given by people only. */
import { maybe, one, run, sql, transaction } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Bot } from '../access/actor.ts'
import { demandGranted } from '../access/granted.ts'
import { reachedMember } from '../access/reached-members.ts'
import { record } from '../audit/record.ts'
import { announce } from '../events/announce.ts'
import { endSessions } from '../identity/end-sessions.ts'
import { lockOwners, setActive } from './people.sql.ts'

export interface AccountForm {
  readonly name?: string | undefined
  readonly email?: string | undefined
  readonly externalId?: string | undefined
  readonly title?: string | undefined
  readonly department?: string | undefined
  readonly organization?: string | undefined
  readonly division?: string | undefined
  readonly costCenter?: string | undefined
  readonly phone?: string | undefined
  readonly address?: string | undefined
  readonly about?: string | undefined
  readonly workLocale?: string | undefined
  readonly managerId?: string | undefined
  readonly authMethod?: 'password' | 'sso' | undefined
  readonly isFrontline?: boolean | undefined
  readonly hasFrontlineAccess?: boolean | undefined
  readonly active?: boolean | undefined
  readonly invited?: boolean | undefined
}

/** A seat for somebody who has yet to claim it. Without an e-mail address an employee's number is needed. */
export async function provisionAccount(bot: Bot, form: AccountForm): Promise<{ id: string }> {
  await demandGranted(bot, ['provision_accounts'], { whole: true })
  if (!form.name?.trim()) throw new Refusal('bad_input', { field: 'name', problem: 'missing' })
  if (!form.email && !form.externalId) throw new Refusal('bad_input', { field: 'email', problem: 'missing' })
  return transaction(async () => {
    const made = await maybe<{ id: string }>(sql`
      insert into members (community_id, kind, name, email, role)
      values (${bot.communityId}, 'person', ${form.name?.trim() ?? ''}, ${form.email?.trim() || null}, 'member') on conflict do nothing returning id`)
    if (!made) throw new Refusal('email_taken')
    await write(bot, made.id, { ...form, name: undefined, email: undefined })
    await announceMember(bot, made.id, 'created')
    await record({ ...audited(bot, 'person.provisioned', made.id), after: { name: form.name } })
    return made
  })
}

/** Changes an account the program reaches. Its last administrator keeps the seat, whatever is asked. */
export async function changeAccount(bot: Bot, memberId: string, form: AccountForm): Promise<void> {
  await demandGranted(bot, ['manage_profiles', 'manage_accounts', 'provision_accounts'])
  await transaction(async () => {
    const owners = form.active === false ? await lockOwners(bot.communityId) : []
    const before = await lockReached(bot, memberId)
    if (owners.length === 1 && owners[0]?.id === memberId) throw new Refusal('last_owner')
    await write(bot, memberId, form)
    if (form.active !== undefined && form.active !== before.active) await seat(bot, memberId, before, form.active)
    else await announceMember(bot, memberId, 'changed')
    await record({ ...audited(bot, 'person.provisioned', memberId), after: { ...form } })
  })
}

/** Takes away an account that nobody ever claimed. */
export async function removeAccount(bot: Bot, memberId: string): Promise<void> {
  await demandGranted(bot, ['provision_accounts'], { whole: true })
  await transaction(async () => {
    const before = await lockReached(bot, memberId)
    if (before.claimed_at || before.account_id) throw new Refusal('already_claimed')
    await seat(bot, memberId, before, false)
    await run(sql`
      update members set email = null, external_id = null where community_id = ${bot.communityId} and id = ${memberId}`)
    await record(audited(bot, 'person.removed', memberId))
  })
}

/** Signs somebody out everywhere. */
export async function signOutEverywhere(bot: Bot, memberId: string): Promise<void> {
  await demandGranted(bot, ['end_sessions', 'manage_accounts'])
  await transaction(async () => {
    const { account_id } = await lockReached(bot, memberId)
    if (account_id) await endSessions(account_id)
    await record(audited(bot, 'person.signed_out', memberId))
  })
}

interface Account {
  active: boolean
  role: string
  account_id: string | null
  claimed_at: Date | null
}

async function lockReached(bot: Bot, memberId: string): Promise<Account> {
  const found = await maybe<Account>(sql`
    select m.active, m.role, m.account_id, m.claimed_at from members m
    where m.community_id = ${bot.communityId} and m.id = ${memberId} and m.kind = 'person' and ${reachedMember(bot, sql`m`)} for update of m`)
  if (!found) throw new Refusal('not_found')
  return found
}

async function seat(bot: Bot, memberId: string, before: Account, active: boolean): Promise<void> {
  await setActive(bot.communityId, memberId, active)
  if (!active && before.account_id) await endSessions(before.account_id)
  await announce({
    communityId: bot.communityId,
    topic: 'member',
    field: 'seat',
    verb: 'changed',
    subjectId: memberId,
    actorId: bot.memberId,
    data: { active, role: before.role },
  })
}

async function write(bot: Bot, memberId: string, form: AccountForm): Promise<void> {
  if (form.email !== undefined) await demandFree(bot, memberId, form.email)
  if (form.managerId) await demandManager(bot, memberId, form.managerId)
  const text = (value: string | undefined): string | null => value ?? null
  await run(sql`
    update members set name = coalesce(${text(form.name?.trim() || undefined)}, name), email = coalesce(${text(form.email?.trim())}, email),
      external_id = coalesce(${text(form.externalId)}, external_id), title = coalesce(${text(form.title)}, title),
      department = coalesce(${text(form.department)}, department), organization = coalesce(${text(form.organization)}, organization),
      division = coalesce(${text(form.division)}, division), cost_center = coalesce(${text(form.costCenter)}, cost_center),
      phone = coalesce(${text(form.phone)}, phone), address = coalesce(${text(form.address)}, address), about = coalesce(${text(form.about)}, about),
      work_locale = coalesce(${text(form.workLocale)}, work_locale), manager_id = coalesce(${text(form.managerId)}::bigint, manager_id),
      auth_method = coalesce(${text(form.authMethod)}, auth_method), is_frontline = coalesce(${form.isFrontline ?? null}::boolean, is_frontline),
      has_frontline_access = coalesce(${form.hasFrontlineAccess ?? null}::boolean, has_frontline_access),
      invited_at = case when ${form.invited === true} then coalesce(invited_at, now()) else invited_at end, changed_at = now()
    where community_id = ${bot.communityId} and id = ${memberId}`)
}

async function demandFree(bot: Bot, memberId: string, email: string): Promise<void> {
  const { n } = await one<{ n: number }>(sql`
    select count(*)::int as n from members
    where community_id = ${bot.communityId} and lower(email) = lower(${email.trim()}) and id <> ${memberId}`)
  if (n > 0) throw new Refusal('email_taken')
}

async function demandManager(bot: Bot, memberId: string, managerId: string): Promise<void> {
  const { n } = await one<{ n: number }>(sql`
    select count(*)::int as n from members where community_id = ${bot.communityId} and id = ${managerId} and kind = 'person'`)
  if (n === 0 || managerId === memberId) throw new Refusal('bad_input', { field: 'manager', problem: 'not_offered' })
}

const announceMember = (bot: Bot, memberId: string, verb: 'created' | 'changed'): Promise<void> =>
  announce({
    communityId: bot.communityId,
    topic: 'member',
    field: 'members',
    verb,
    subjectId: memberId,
    actorId: bot.memberId,
  })

const audited = (bot: Bot, action: string, memberId: string) => ({
  communityId: bot.communityId,
  actorId: bot.memberId,
  action,
  subject: 'person',
  subjectId: memberId,
})
