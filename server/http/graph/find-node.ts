import { lastId } from '../../../contract/graph/ids.ts'
import type { Bot } from '../../domain/access/actor.ts'
import { idsByEmail } from '../../domain/community/profiles.sql.ts'
import { type Kind, kindsOf } from '../../domain/search/kind-of.sql.ts'
import { GraphError } from './graph-error.ts'
import { graphNodes } from './graph-nodes.ts'
import type { GraphCall, Node } from './node.ts'

export interface Found {
  readonly node: Node
  /** The number as the node is addressed by; outer, compound where it is. */
  readonly id: string
}

/** What these names stand for: aliases, numbers, compound numbers, e-mail addresses. One that stands for nothing is absent. */
export async function findNodes(call: GraphCall, names: readonly string[]): Promise<Map<string, Found>> {
  const { bot } = call.caller
  const emails = names.filter(name => name.includes('@'))
  const byEmail = new Map((emails.length > 0 ? await idsByEmail(bot, emails) : []).map(one => [one.email, one.id]))
  const ids = new Map<string, string>()
  for (const name of names) {
    const id = aliasOf(bot, name) ?? (emails.length > 0 ? byEmail.get(name.toLowerCase()) : undefined) ?? name
    if (isId(id)) ids.set(name, id)
  }
  const kinds = await kindsOf(bot.communityId, [...new Set([...ids.values()].map(number))])
  const found = new Map<string, Found>()
  for (const [name, id] of ids) {
    const kind = kinds.get(number(id))
    if (kind && fits(kind, id)) found.set(name, { node: graphNodes[kind], id })
  }
  return found
}

const aliasOf = (bot: Bot, name: string): string | undefined =>
  name === 'me' ? bot.memberId : name === 'community' || name === 'company' ? bot.communityId : undefined

/** A name that could be nobody's: neither a number nor an address. */
export function demandName(name: string): void {
  if (!isId(name) && !name.includes('@') && !['me', 'community', 'company'].includes(name))
    throw new GraphError(
      'alias_missing',
      `(#803) Some of the aliases you requested do not exist: ${name.slice(0, 100)}`,
    )
}

const isId = (name: string): boolean => /^(?:t_|m_|mid\.\$)?\d{1,18}$|^\d{1,18}_\d{1,18}$/.test(name)

const number = (id: string): string => lastId(id).replace(/^mid\.\$/, '')

/** Each kind has its own form; posts, notes and comments are found by one number as well. */
function fits(kind: Kind, id: string): boolean {
  if (kind === 'conversation') return id.startsWith('t_')
  if (kind === 'message') return /^m(?:_|id\.)/.test(id)
  return /^\d+$/.test(id) || (/^\d+_/.test(id) && ['post', 'comment', 'doc'].includes(kind))
}
