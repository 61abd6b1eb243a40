import type { Language } from '../../../contract/api/basics.ts'
import type { AskedAction, Explained } from '../../../contract/api/oversight.ts'
import type { CommunityRole } from '../../../contract/api/session.ts'
import { maybe, sql } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import { say } from '../../platform/words.ts'
import type { Bot, Person } from '../access/actor.ts'
import { demand, demandInCommunity } from '../access/may.ts'
import { type GroupAction, groupRules } from '../access/rules.ts'
import { seenOfPeople } from '../access/seen-of-people.ts'
import { type End, endOf } from '../integrations/ends.sql.ts'
import { installationOf } from '../integrations/installations.sql.ts'
import { type Listing, listingOf } from '../integrations/listings.ts'
import { hasPlan } from '../integrations/plan.ts'
import { type Decision, decideAbout, decideInGroup, decideThrough, type Reason } from './decide.ts'

export interface AskedWhy {
  readonly action: AskedAction
  readonly groupId?: string | undefined
  readonly memberId?: string | undefined
}

/** For a person, a group, an integration and an action: may it be, and the rules that decide, in words. */
export async function explainAccess(actor: Person, integrationId: string, asked: AskedWhy): Promise<Explained> {
  demandInCommunity(actor, 'integrations.manage')
  const listing = await listingOf(actor.communityId, integrationId)
  const row = await installationOf(actor.communityId, integrationId)
  if (!row) throw new Refusal('not_enabled')
  const bot: Bot = {
    kind: 'bot',
    communityId: actor.communityId,
    memberId: row.bot_id,
    installationId: row.id,
    language: actor.language,
  }
  const group = needsGroup(asked.action) ? await groupFor(actor, asked.groupId) : undefined
  const person = needsPerson(asked.action) ? await personFor(actor, asked.memberId) : undefined
  const { allowed, because } = await decide(listing, bot, person, group?.id ?? '0', asked.action)
  const names = { integration: listing.name(actor.language), person: person?.name ?? '', group: group?.name ?? '' }
  const who = asked.action.startsWith('person.') ? names.person : names.integration
  const what = say(actor.language, `explain.action.${asked.action}`, names)
  return {
    allowed,
    sentence: say(actor.language, allowed ? 'explain.may' : 'explain.may_not', { who, what }),
    because: because.map(reason => ({
      rule: reason.rule,
      met: reason.met,
      endsAt: lastOf(row.ends, reason.until ?? []),
      sentence: say(actor.language, `explain.${reason.key}`, {
        ...names,
        permissions: listed(actor.language, listing, reason),
      }),
    })),
  }
}

/** When the last of what would do has ended, if it does. */
function lastOf(ends: readonly End[], until: NonNullable<Reason['until']>): string | null {
  const times = until.map(keys => Math.min(...keys.map(key => endOf(ends, key)?.getTime() ?? Number.POSITIVE_INFINITY)))
  const last = Math.max(...times)
  return Number.isFinite(last) ? new Date(last).toISOString() : null
}

const needsGroup = (action: AskedAction): boolean => !action.startsWith('about.')
const needsPerson = (action: AskedAction): boolean => !action.startsWith('bot.')

/** A group is asked about by who sees it. */
async function groupFor(actor: Person, groupId: string | undefined): Promise<{ id: string; name: string }> {
  if (!groupId) throw new Refusal('bad_input', { field: 'groupId', problem: 'missing' })
  await demand(actor, 'group.see', groupId)
  const found = await maybe<{ id: string; name: string }>(
    sql`select id, name from groups where community_id = ${actor.communityId} and id = ${groupId}`,
  )
  if (!found) throw new Refusal('not_found')
  return found
}

async function personFor(actor: Person, memberId: string | undefined): Promise<Person & { name: string }> {
  if (!memberId) throw new Refusal('bad_input', { field: 'memberId', problem: 'missing' })
  const found = await maybe<{ name: string; role: CommunityRole; account_id: string | null }>(sql`
    select name, role, account_id from members where community_id = ${actor.communityId} and id = ${memberId} and kind = 'person'`)
  if (!found) throw new Refusal('not_found')
  return {
    kind: 'person',
    communityId: actor.communityId,
    memberId,
    accountId: found.account_id ?? '0',
    sessionId: '0',
    role: found.role,
    language: actor.language,
    name: found.name,
  }
}

/** Asks whoever enforces this action. */
async function decide(
  listing: Listing,
  bot: Bot,
  person: Person | undefined,
  groupId: string,
  action: AskedAction,
): Promise<Decision> {
  const [kind = '', ...rest] = action.split('.')
  const name = rest.join('.')
  if (kind !== 'person' && listing.needsPlan && !(await hasPlan(bot.communityId))) return refused('plan', 'plan.no')
  // A notice is a post of its bot (inbound/gather-notice.ts).
  if (action === 'bot.notify') return served(listing, 'events') ?? decideInGroup(bot, 'group.post', groupId)
  if (kind === 'bot') return decideInGroup(bot, ruleOf(name), groupId)
  if (!person) throw new Error(`${action} is about a person`)
  if (kind === 'about')
    return decideAbout(bot, person.memberId, name === 'see' || !(name in seenOfPeople) ? 'see' : (name as 'profile'))
  if (name === 'preview')
    return served(listing, 'links') ?? decideThrough(bot, person, 'group.read', 'preview_links', groupId)
  if (name === 'act')
    return served(listing, 'actions') ?? decideThrough(bot, person, 'group.comment', 'act_for_members', groupId)
  return decideInGroup(person, ruleOf(name), groupId)
}

function ruleOf(name: string): GroupAction {
  if (!(name in groupRules)) throw new Error(`no rule is called ${name}`)
  return name as GroupAction
}

const refused = (rule: string, key: string): Decision => ({ allowed: false, because: [{ rule, key, met: false }] })

/** Nothing of the kind comes from it, whatever is granted. */
const served = ({ listed }: Listing, what: 'links' | 'actions' | 'events'): Decision | undefined =>
  listed?.connector[what] ? undefined : refused('service', 'service.no')

/** Of the permissions that would do, those that this integration asks for; where it asks for none of them, all. */
function listed(language: Language, { asks }: Listing, { permissions = [] }: Reason): string {
  const asked = permissions.filter(id => asks.some(one => one.id === id))
  return new Intl.ListFormat(language, { type: 'disjunction' }).format(
    (asked.length > 0 ? asked : permissions).map(id =>
      say(language, 'explain.quoted', { what: say(language, `permissions.${id}`) }),
    ),
  )
}
