import { idsByEmail, profilesById } from '../../domain/community/profiles.sql.ts'
import { Refusal } from '../../platform/refusal.ts'
import { GraphError } from './graph-error.ts'
import { asList, asText } from './lenient.ts'
import type { GraphCall, Sent } from './node.ts'

/** The number of the member that a call names, by number or by e-mail address. */
export async function memberIn(call: GraphCall, { params }: Sent, item: string | undefined): Promise<string> {
  const named = item ?? first(params.member) ?? first(params.uid) ?? first(params.user) ?? first(params.email)
  if (!named) throw new GraphError('bad_parameter', '(#100) The parameter member or email is required')
  if (!named.includes('@')) return reachedNumber(call, named)
  const [found] = await idsByEmail(call.caller.bot, [named])
  if (!found) throw new GraphError('bad_parameter', `(#100) No account has the e-mail address ${named}`)
  return found.id
}

const first = (value: unknown): string | undefined => asText(asList(value)[0])?.trim() || undefined

/** By number too, only whom the program reaches: what it could name otherwise it could draw into its own groups (threats.md A16). */
async function reachedNumber(call: GraphCall, id: string): Promise<string> {
  if (!/^\d{1,18}$/.test(id)) throw new GraphError('bad_parameter', '(#100) member must be an id or an e-mail address')
  const [found] = await profilesById(call.caller.bot, [id])
  if (!found) throw new Refusal('not_found')
  return found.id
}
