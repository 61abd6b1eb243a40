/**
 * What a body says of a person. Only what differs from the person as they are is said on: a program that sends back all it read changes nothing, and an attribute
 * that is absent stays as it is (workplace-scim.md 3.3).
 */
import { isDeepStrictEqual } from 'node:util'
import { urns } from '../../../contract/scim/names.ts'
import type { AccountForm } from '../../domain/community/account-form.ts'
import { isObject, type Json, type JsonObject } from './read-call.ts'
import { badValue } from './scim-error.ts'
import { flagIn, idIn, listIn, partsIn, secondsIn, textIn } from './values.ts'

const nameParts = ['familyName', 'givenName', 'middleName', 'honorificPrefix', 'honorificSuffix']

/** `body` and `current` by canonical names; `current` is what we would answer now, nothing for somebody new. */
export function formIn(body: JsonObject, current: JsonObject = {}): AccountForm {
  const changed: Record<string, Json> = Object.fromEntries(
    Object.entries(body).filter(([name, value]) => !isDeepStrictEqual(value, current[name])),
  )
  const form = {
    ...ownIn(changed, current.id === undefined),
    ...enterpriseIn(blockIn(changed, urns.enterprise)),
    ...statusIn(body, changed),
    authMethod: methodIn(blockIn(changed, urns.auth).authMethod),
    isFrontline: flagIn('is_frontline', blockIn(changed, urns.frontline).is_frontline),
    hasFrontlineAccess: flagIn('has_access', blockIn(changed, urns.frontline).has_access),
    directory: directoryIn(changed, current),
  }
  return Object.fromEntries(Object.entries(form).filter(([, value]) => value !== undefined))
}

function ownIn(body: JsonObject, isNew: boolean): AccountForm {
  const name = shownName(body, isNew)
  const userName = textIn('userName', body.userName)
  if (userName && !/^\S+@\S+$/.test(userName)) throw badValue('userName', 'must be an e-mail address')
  const zone = textIn('timezone', body.timezone)
  return {
    name,
    email: userName,
    externalId: textIn('externalId', body.externalId),
    title: textIn('title', body.title),
    active: flagIn('active', body.active),
    workLocale: textIn('locale', body.locale),
    timeZone: zone && !isTimeZone(zone) ? undefined : zone,
    phone: firstOf(listIn('phoneNumbers', body.phoneNumbers), 'value'),
    address: firstOf(listIn('addresses', body.addresses), 'formatted'),
  }
}

/** The shown name, which nobody loses. Of somebody new, where it is not said: its parts, or what the directory shows. */
function shownName(body: JsonObject, isNew: boolean): string | undefined {
  const parts = partsIn('name', body.name, ['formatted', ...nameParts]) ?? {}
  const shown = textIn('name', parts.formatted)
  if (shown || !isNew) return shown ?? undefined
  const joined = [parts.givenName, parts.familyName].filter(part => typeof part === 'string').join(' ')
  return joined || (textIn('displayName', body.displayName) ?? undefined)
}

function enterpriseIn(block: JsonObject): AccountForm {
  const manager = block.manager
  const managed = isObject(manager)
    ? (manager.managerId ?? manager.value ?? (isEmpty(manager) ? null : undefined))
    : manager
  return {
    costCenter: textIn('costCenter', block.costCenter),
    organization: textIn('organization', block.organization),
    division: textIn('division', block.division),
    department: textIn('department', block.department),
    managerId: idIn('manager', managed),
  }
}

const isEmpty = (object: JsonObject): boolean => Object.keys(object).length === 0

/**
 * Invited, and to be claimed again, in the block or beside it. A resource that was read and is sent back whole takes nobody's seat: they may have claimed it meanwhile.
 */
function statusIn(body: JsonObject, changed: JsonObject): AccountForm {
  const block = blockIn(changed, urns.status)
  const invited = flagIn('invited', body.invited ?? block.invited)
  const claimed = flagIn('claimed', body.claimed ?? block.claimed)
  return {
    invited: invited === true ? true : undefined,
    unclaim: invited === true && claimed === false && body.meta === undefined ? true : undefined,
  }
}

function methodIn(value: Json): AccountForm['authMethod'] {
  const method = textIn('authMethod', value)?.toLowerCase()
  if (method === undefined) return undefined
  if (method !== 'password' && method !== 'sso') throw badValue('authMethod', 'must be password or sso')
  return method
}

/** What only a directory keeps, by its own names; null is nothing any more. */
function directoryIn(body: JsonObject, current: JsonObject): AccountForm['directory'] {
  const dates = blockIn(body, urns.dates)
  const userName = textIn('userName', body.userName)
  const kept = {
    name: nameIn(body.name, current.name),
    displayName: textIn('displayName', body.displayName),
    nickName: textIn('nickName', body.nickName),
    userType: textIn('userType', body.userType),
    preferredLanguage: textIn('preferredLanguage', body.preferredLanguage),
    timezone: textIn('timezone', body.timezone),
    photos: listIn('photos', body.photos),
    emails: body.emails === undefined ? renamed(current, userName) : listIn('emails', body.emails),
    phoneNumbers: listIn('phoneNumbers', body.phoneNumbers),
    addresses: listIn('addresses', body.addresses),
    employeeNumber: textIn('employeeNumber', blockIn(body, urns.enterprise).employeeNumber),
    startDate: secondsIn('startDate', dates.startDate),
    termDate: secondsIn('termDate', dates.termDate),
  }
  const said = Object.entries(kept).filter(([, value]) => value !== undefined)
  return said.length > 0 ? Object.fromEntries(said) : undefined
}

/** Parts that were not named stay. */
function nameIn(said: Json, current: Json): Json {
  const parts = partsIn('name', said, nameParts)
  if (!parts || isEmpty(parts)) return parts === null ? null : undefined
  const before = isObject(current) ? Object.entries(current).filter(([part]) => nameParts.includes(part)) : []
  return { ...Object.fromEntries(before), ...parts }
}

/** Who has another address to sign in with is written to there. */
function renamed(current: JsonObject, userName: string | null | undefined): Json {
  if (!userName || !Array.isArray(current.emails)) return undefined
  return current.emails.map((one: Json) =>
    isObject(one) && one.value === current.userName ? { ...one, value: userName } : one,
  )
}

const blockIn = (body: JsonObject, urn: string): JsonObject => {
  const block = body[urn]
  if (block === undefined || block === null) return {}
  if (!isObject(block)) throw badValue(urn, 'must be an object')
  return block
}

/** The one our screens show: the primary one, one for work, or the first. */
function firstOf(list: readonly JsonObject[] | null | undefined, part: string): string | null | undefined {
  if (!list) return list
  const first = list.find(one => one.primary === true) ?? list.find(one => one.type === 'work') ?? list[0]
  return textIn(part, first?.[part]) ?? null
}

function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }))
  } catch {
    return false
  }
}
