import { maybe, one, run, sql } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Bot } from '../access/actor.ts'
import { reachedMember } from '../access/reached-members.ts'
import type { AccountForm } from './account-form.ts'

export interface Account {
  id: string
  name: string
  email: string | null
  external_id: string | null
  active: boolean
  role: string
  account_id: string | null
  invited_at: Date | null
  claimed_at: Date | null
  was_claimed: boolean
}

/** An account the program reaches, kept from others until the transaction ends. */
export async function lockAccount(bot: Bot, memberId: string): Promise<Account> {
  const found = await maybe<Account>(sql`
    select m.id, m.name, m.email, m.external_id, m.active, m.role, m.account_id, m.invited_at, m.claimed_at, m.was_claimed from members m
    where m.community_id = ${bot.communityId} and m.id = ${memberId} and m.kind = 'person' and ${reachedMember(bot, sql`m`)} for update of m`)
  if (!found) throw new Refusal('not_found')
  return found
}

export const insertSeat = (bot: Bot, name: string, email: string | null) =>
  maybe<{ id: string }>(sql`
    insert into members (community_id, kind, name, email, role)
    values (${bot.communityId}, 'person', ${name}, ${email}, 'member') on conflict do nothing returning id`)

/** Writes what was said. Those who ask for one address or number at the same time wait for one another. */
export async function writeAccount(bot: Bot, memberId: string, form: AccountForm): Promise<void> {
  if (form.email) await demandFree(bot, memberId, 'email', form.email)
  if (form.externalId) await demandFree(bot, memberId, 'number', form.externalId)
  if (form.managerId) await demandManager(bot, memberId, form.managerId)
  const { directory, ...said } = form
  await run(sql`
    update members m set
      name = coalesce(c.name, m.name), changed_at = now(),
      email = case when g.given ? 'email' then c.email else m.email end,
      external_id = case when g.given ? 'externalId' then c."externalId" else m.external_id end,
      title = case when g.given ? 'title' then c.title else m.title end,
      department = case when g.given ? 'department' then c.department else m.department end,
      organization = case when g.given ? 'organization' then c.organization else m.organization end,
      division = case when g.given ? 'division' then c.division else m.division end,
      cost_center = case when g.given ? 'costCenter' then c."costCenter" else m.cost_center end,
      phone = case when g.given ? 'phone' then c.phone else m.phone end,
      address = case when g.given ? 'address' then c.address else m.address end,
      about = case when g.given ? 'about' then c.about else m.about end,
      work_locale = case when g.given ? 'workLocale' then c."workLocale" else m.work_locale end,
      time_zone = case when g.given ? 'timeZone' then c."timeZone" else m.time_zone end,
      manager_id = case when g.given ? 'managerId' then c."managerId" else m.manager_id end,
      auth_method = coalesce(c."authMethod", m.auth_method), is_frontline = coalesce(c."isFrontline", m.is_frontline),
      has_frontline_access = coalesce(c."hasFrontlineAccess", m.has_frontline_access),
      directory = jsonb_strip_nulls(m.directory || ${JSON.stringify(directory ?? {})}::jsonb)
    from (select ${JSON.stringify(said)}::jsonb as given) as g,
      jsonb_to_record(g.given) as c(name text, email text, "externalId" text, title text, department text, organization text, division text,
        "costCenter" text, phone text, address text, about text, "workLocale" text, "timeZone" text, "managerId" bigint, "authMethod" text,
        "isFrontline" boolean, "hasFrontlineAccess" boolean)
    where m.community_id = ${bot.communityId} and m.id = ${memberId}`)
}

async function demandFree(bot: Bot, memberId: string, what: 'email' | 'number', value: string): Promise<void> {
  await run(
    sql`select pg_advisory_xact_lock(hashtextextended(${`${what} ${bot.communityId} ${value.toLowerCase()}`}, 0))`,
  )
  const { n } = await one<{ n: number }>(sql`
    select count(*)::int as n from members
    where community_id = ${bot.communityId} and id <> ${memberId}
      and ${what === 'email' ? sql`lower(email) = lower(${value})` : sql`external_id = ${value} and kind = 'person'`}`)
  if (n > 0) throw new Refusal(what === 'email' ? 'email_taken' : 'number_taken')
}

async function demandManager(bot: Bot, memberId: string, managerId: string): Promise<void> {
  const { n } = await one<{ n: number }>(sql`
    select count(*)::int as n from members m
    where m.community_id = ${bot.communityId} and m.id = ${managerId} and m.kind = 'person' and ${reachedMember(bot, sql`m`)}`)
  if (n === 0 || managerId === memberId) throw new Refusal('bad_input', { field: 'manager', problem: 'not_offered' })
}
