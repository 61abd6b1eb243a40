/** How a bot greets and what it always offers: `messenger_profile`, and `thread_settings` as older programs call it. */
import { changeProfile, forgetProfile, profileOf } from '../../../domain/chat/bot-profile.ts'
import { GraphError, missing } from '../graph-error.ts'
import { asJson, asList, asText } from '../lenient.ts'
import type { Change, Edge, GraphCall } from '../node.ts'

const names = [
  'get_started',
  'greeting',
  'persistent_menu',
  'whitelisted_domains',
  'account_linking_url',
  'ice_breakers',
] as const
/** Of `thread_settings`. A name of a program's own would be kept for ever, one more with each call. */
const olderNames: readonly string[] = [
  'call_to_actions',
  'greeting',
  'account_linking',
  'payment',
  'domain_whitelisting',
]
const longestSaid = 50_000

export const changeBotProfile: Change = async (call, parent, { params }) => {
  demandMe(call, parent)
  const said = Object.fromEntries(
    names.flatMap(name => (params[name] === undefined ? [] : [[name, asJson(params[name])]])),
  )
  const setting = asText(params.setting_type)
  if (setting && !olderNames.includes(setting))
    throw new GraphError('bad_parameter', `(#100) Param setting_type must be one of {${olderNames.join(', ')}}`)
  const older = setting ? { [setting]: asJson(params.call_to_actions ?? params.greeting) } : {}
  const changes = { ...said, ...older }
  if (Object.keys(changes).length === 0)
    throw new GraphError('bad_parameter', `(#100) One of {${names.join(', ')}} is required`)
  if (JSON.stringify(changes).length > longestSaid)
    throw new GraphError('bad_parameter', '(#100) The profile is too large')
  await changeProfile(call.caller.bot, changes)
  return { result: 'success' }
}

export const forgetBotProfile: Change = async (call, parent, { params }) => {
  demandMe(call, parent)
  const fields = asList(params.fields).flatMap(name => asText(name) ?? [])
  await forgetProfile(call.caller.bot, fields.length > 0 ? fields : [asText(params.setting_type) ?? ''])
  return { result: 'success' }
}

export const readBotProfile: NonNullable<Edge['answer']> = async (call, parent, asked, fields) => {
  demandMe(call, parent)
  return (await botProfilesOf(call, [parent], asked, fields)).get(parent)
}

/** As a field of members: only the bot's own is answered, whoever stands beside it. */
export const botProfilesOf: NonNullable<Edge['list']> = async (call, parents, _, fields) => {
  const parent = parents.find(one => one === call.caller.bot.memberId)
  if (parent === undefined) return new Map()
  const profile = await profileOf(call.caller.bot)
  const asked = fields?.map(field => field.name) ?? Object.keys(profile)
  const shown = Object.fromEntries(asked.flatMap(name => (name in profile ? [[name, profile[name]]] : [])))
  return new Map([[parent, { data: Object.keys(shown).length > 0 ? [shown] : [] }]])
}

function demandMe(call: GraphCall, parent: string): void {
  if (parent !== call.caller.bot.memberId) throw missing(parent, 'post')
}
