import { idsByEmail } from '../../domain/community/profiles.sql.ts'
import { GraphError } from './graph-error.ts'
import { asList, asText } from './lenient.ts'
import type { GraphCall, Sent } from './node.ts'

/** The number of the member that a call names, by number or by e-mail address. */
export async function memberIn(call: GraphCall, { params }: Sent, item: string | undefined): Promise<string> {
  const named = item ?? first(params.member) ?? first(params.uid) ?? first(params.user) ?? first(params.email)
  if (!named) throw new GraphError('bad_parameter', '(#100) The parameter member or email is required')
  if (!named.includes('@')) return numberOf(named)
  const [found] = await idsByEmail(call.caller.bot, [named])
  if (!found) throw new GraphError('bad_parameter', `(#100) No account has the e-mail address ${named}`)
  return found.id
}

const first = (value: unknown): string | undefined => asText(asList(value)[0])?.trim() || undefined

function numberOf(id: string): string {
  if (/^\d{1,18}$/.test(id)) return id
  throw new GraphError('bad_parameter', '(#100) member must be an id or an e-mail address')
}
