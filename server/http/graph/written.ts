import { profilesById } from '../../domain/community/profiles.sql.ts'
import { GraphError } from './graph-error.ts'
import { asText } from './lenient.ts'
import { fromMessage, mentionedIn } from './message.ts'
import type { GraphCall, Sent } from './node.ts'

export interface Written {
  readonly text: string
  readonly format: 'plain' | 'markdown'
}

/** What a program writes, as we keep it: its mentions with their names, its link where the text does not hold it. */
export async function writtenIn(call: GraphCall, { params }: Sent, { needed = true } = {}): Promise<Written> {
  const message = asText(params.message) ?? ''
  const link = asText(params.link)?.trim()
  if (link && !/^https?:\/\//i.test(link))
    throw new GraphError('bad_parameter', '(#100) link must be an http or https address')
  const ids = mentionedIn(message)
  const named = ids.length > 0 ? await profilesById(call.caller.bot, ids) : []
  const text = fromMessage(message, new Map(named.map(one => [one.id, one.name])))
  const whole = link && !text.includes(link) ? `${text}${text ? '\n' : ''}${link}` : text
  if (needed && !whole.trim()) throw new GraphError('bad_parameter', '(#100) The parameter message is required')
  return { text: whole, format: asText(params.formatting)?.toUpperCase() === 'MARKDOWN' ? 'markdown' : 'plain' }
}
