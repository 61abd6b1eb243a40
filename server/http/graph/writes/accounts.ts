import type { AccountForm } from '../../../domain/community/account-form.ts'
import { changeAccount } from '../../../domain/community/change-account.ts'
import { provisionAccount } from '../../../domain/community/provision-account.ts'
import { removeAccount, signOutEverywhere } from '../../../domain/community/remove-account.ts'
import { asBoolean, asObject, asText, type Value } from '../lenient.ts'
import { memberIn } from '../member-in.ts'
import type { Change, GraphCall, Sent } from '../node.ts'

export async function createAccount(call: GraphCall, _community: string, sent: Sent): Promise<unknown> {
  const { id } = await provisionAccount(call.caller.bot, await formIn(call, sent))
  call.caller.holds('provision_accounts')
  return { id }
}

export async function updateMember(call: GraphCall, id: string, sent: Sent): Promise<unknown> {
  await changeAccount(call.caller.bot, id, await formIn(call, sent))
  call.caller.holds('manage_profiles', 'manage_accounts', 'provision_accounts')
  return { success: true }
}

const seated =
  (active: boolean): Change =>
  async (call, _community, sent, item) => {
    await changeAccount(call.caller.bot, await memberIn(call, sent, item), { active })
    call.caller.holds('manage_profiles', 'manage_accounts', 'provision_accounts')
    return { success: true }
  }
/** Gives somebody their seat in the community back, or takes it for now. */
export const restoreMember = seated(true)
export const deactivateMember = seated(false)

export async function deleteAccount(call: GraphCall, id: string): Promise<unknown> {
  await removeAccount(call.caller.bot, id)
  call.caller.holds('provision_accounts')
  return { success: true }
}

export async function endEverySession(call: GraphCall, id: string): Promise<unknown> {
  await signOutEverywhere(call.caller.bot, id)
  call.caller.holds('end_sessions', 'manage_accounts')
  return { success: true }
}

async function formIn(call: GraphCall, { params }: Sent): Promise<AccountForm> {
  const said = (name: string): string | undefined => asText(params[name])?.trim() || undefined
  const frontline = asObject(params.frontline)
  const manager = said('manager')
  const method = said('auth_method')?.toLowerCase()
  return {
    name: said('name'),
    email: said('email'),
    externalId: said('external_id') ?? said('employee_number'),
    title: asText(params.title),
    department: asText(params.department),
    organization: asText(params.organization),
    division: asText(params.division),
    costCenter: asText(params.cost_center),
    phone: asText(params.primary_phone),
    address: asText(params.primary_address),
    about: asText(params.about),
    workLocale: said('work_locale') ?? said('locale'),
    managerId: manager ? await memberIn(call, { params: { member: manager }, files: [] }, undefined) : undefined,
    authMethod: method === 'sso' || method === 'password' ? method : undefined,
    isFrontline: flag(frontline?.is_frontline) ?? flag(params.is_frontline),
    hasFrontlineAccess: flag(frontline?.has_access),
    active: flag(params.active),
    invited: flag(params.invited),
  }
}

/** Nothing said is nothing changed; an empty word is nothing said. */
const flag = (value: Value): boolean | undefined => (value === '' || value === undefined ? undefined : asBoolean(value))
