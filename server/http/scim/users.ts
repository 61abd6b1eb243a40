/** People, as SCIM asks for them: each verb is the domain's, with what is said of a person read and written here. */
import type { AccountForm } from '../../domain/community/account-form.ts'
import { changeAccount } from '../../domain/community/change-account.ts'
import { type DirectoryPerson, directoryPerson, listDirectory } from '../../domain/community/directory.ts'
import { provisionAccount } from '../../domain/community/provision-account.ts'
import { removeAccount } from '../../domain/community/remove-account.ts'
import { setsOf } from '../../domain/people-sets/people-sets.ts'
import { canonical } from './canonical.ts'
import { readFilter } from './filter.ts'
import { listOf, narrowed, windowIn } from './list.ts'
import { patched } from './patch.ts'
import type { JsonObject } from './read-call.ts'
import type { ScimCall } from './scim-call.ts'
import { missing } from './scim-error.ts'
import { formIn } from './user-in.ts'
import { userOut } from './user-out.ts'

export async function listUsers(call: ScimCall): Promise<JsonObject> {
  const { userName, externalId } = readFilter(call.request.query.filter, ['userName', 'externalId'])
  const window = windowIn(call.request)
  // A plus that was sent as it is arrives as a blank, which no address has.
  const asked = { email: userName?.trim().replaceAll(' ', '+'), externalId }
  const { total, people } = await listDirectory(call.bot, asked, window)
  const sets = await setsOf(
    call.bot,
    people.map(person => person.id),
  )
  const { dialect } = call.request
  const found = people.map(person => userOut(person, { ...call, dialect, sets: sets.get(person.id) ?? [] }))
  return listOf(
    found.map(one => narrowed(one, call.request)),
    { ...window, total, dialect },
  )
}

export const readUser = async (call: ScimCall, id: string): Promise<JsonObject> => answer(call, await load(call, id))

export async function createUser(call: ScimCall): Promise<JsonObject> {
  const { id } = await provisionAccount(call.bot, formIn(canonical(call.request.body)), ['manage_accounts'])
  return answer(call, await load(call, id))
}

/** What is absent stays as it is. */
export async function putUser(call: ScimCall, id: string): Promise<JsonObject> {
  const before = await load(call, id)
  return change(call, id, formIn(canonical(call.request.body), await asNow(call, before)))
}

export async function patchUser(call: ScimCall, id: string): Promise<JsonObject> {
  const now = await asNow(call, await load(call, id))
  return change(call, id, formIn(patched(now, call.request.body), now))
}

export async function deleteUser(call: ScimCall, id: string): Promise<JsonObject> {
  await load(call, id)
  await removeAccount(call.bot, id, ['manage_accounts'])
  return {}
}

async function change(call: ScimCall, id: string, form: AccountForm): Promise<JsonObject> {
  if (Object.keys(form).length > 0) await changeAccount(call.bot, id, form)
  return answer(call, await load(call, id))
}

async function load(call: ScimCall, id: string): Promise<DirectoryPerson> {
  const found = await directoryPerson(call.bot, id)
  if (!found) throw missing(id)
  return found
}

/** As version 2 says them, whichever is asked: what a body is compared with. */
const asNow = async (call: ScimCall, person: DirectoryPerson): Promise<JsonObject> =>
  userOut(person, { ...call, dialect: 'v2', sets: await setsOfOne(call, person.id) })

async function answer(call: ScimCall, person: DirectoryPerson): Promise<JsonObject> {
  const { dialect } = call.request
  return narrowed(userOut(person, { ...call, dialect, sets: await setsOfOne(call, person.id) }), call.request)
}

const setsOfOne = async (call: ScimCall, id: string): Promise<{ id: string; name: string }[]> =>
  (await setsOf(call.bot, [id])).get(id) ?? []
