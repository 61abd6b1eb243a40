import { transaction } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Bot } from '../access/actor.ts'
import { heldBy } from '../access/granted.ts'
import { record } from '../audit/record.ts'
import { endSessions } from '../identity/end-sessions.ts'
import { renameLogIn } from '../identity/rename-log-in.ts'
import type { AccountForm } from './account-form.ts'
import { type Account, lockAccount, writeAccount } from './accounts.sql.ts'
import { giveSeat } from './give-seat.ts'
import { inviteAccount } from './invite-account.ts'
import { lockOwners, unclaimSeat } from './people.sql.ts'
import { announceMember, audited } from './provision-account.ts'

/** Changes an account the program reaches. Its last administrator keeps the seat, whatever is asked. */
export async function changeAccount(bot: Bot, memberId: string, form: AccountForm): Promise<void> {
  const governs = await demandKeeper(bot)
  await transaction(async () => {
    const owners = form.active === false || form.unclaim ? await lockOwners(bot.communityId) : []
    const before = await lockAccount(bot, memberId)
    if (owners.length === 1 && owners[0]?.id === memberId) throw new Refusal('last_owner')
    demandAddress(form, before)
    if (!governs) demandOrdinary(form, before)
    await writeAccount(bot, memberId, form)
    if (form.email && before.account_id && governs) await renameLogIn(before.account_id, form.email)
    await change(bot, before, form)
    await record({ ...audited(bot, actionOf(form, before), memberId), after: saidOf(form) })
  })
}

/** What was said, for the audit; of what only a directory keeps, which. */
const saidOf = ({ directory, ...form }: AccountForm): Record<string, unknown> => ({
  ...form,
  ...(directory && { directory: Object.keys(directory) }),
})

/** Does it keep the accounts of the whole company? Only then the address people sign in with is its to change. */
async function demandKeeper(bot: Bot): Promise<boolean> {
  const held = await heldBy(bot)
  const keeper = ['manage_profiles', 'manage_accounts', 'provision_accounts'].some(one =>
    held?.permissions.includes(one),
  )
  if (!held || !keeper) throw new Refusal('forbidden')
  return held.everyone && held.permissions.includes('manage_accounts')
}

/**
 * A program that does not keep the accounts of the whole company has nobody claim a seat again, nor gives those who administer another address: by either it could come
 * to sit in their place. Nor does it take their seat: whoever would switch it off would be gone.
 */
function demandOrdinary(form: AccountForm, before: Account): void {
  const touches = form.email !== undefined || (form.active === false && before.active)
  if (form.unclaim || (touches && before.role !== 'member')) throw new Refusal('forbidden')
}

/** Something must tell who somebody is; and who signs in does so by an address. */
function demandAddress(form: AccountForm, before: Account): void {
  if (form.email !== null && form.externalId !== null) return
  const email = form.email === undefined ? before.email : form.email
  const externalId = form.externalId === undefined ? before.external_id : form.externalId
  if ((!email && !externalId) || (!email && before.account_id))
    throw new Refusal('bad_input', { field: 'email', problem: 'missing' })
}

async function change(bot: Bot, before: Account, form: AccountForm): Promise<void> {
  const person = {
    ...before,
    name: form.name ?? before.name,
    email: form.email === undefined ? before.email : form.email,
  }
  const active = form.active ?? before.active
  const unclaims = form.unclaim === true && before.claimed_at !== null
  if (unclaims) await unclaim(bot, before)
  if (active !== before.active)
    await giveSeat(bot, { ...person, account_id: unclaims ? null : before.account_id }, active)
  else await announceMember(bot, before.id, 'changed')
  if (active && (unclaims || (form.invited && !before.invited_at && !before.claimed_at)))
    await inviteAccount(bot, person)
}

/** Their seat waits for them to claim it again, with a new password where this is their only seat. */
async function unclaim(bot: Bot, { id, account_id }: Account): Promise<void> {
  if (account_id) await endSessions(account_id)
  await unclaimSeat(bot.communityId, id, account_id)
}

function actionOf(form: AccountForm, before: Account): string {
  if (form.unclaim && before.claimed_at) return 'person.unclaimed'
  if (form.active === undefined || form.active === before.active) return 'person.changed_by_program'
  return form.active ? 'person.restored' : 'person.deactivated'
}
