import { postsWithLink } from '../../domain/posts/post-pages.sql.ts'
import { askedIn } from './asked.ts'
import type { Field } from './fields.ts'
import { type GraphCall, plain } from './node.ts'
import { posts } from './nodes/post.ts'
import { partsIn } from './post-parts.ts'

/** `/?id=<address>`: where a link was shared, as far as the program may read (workplace-graph-api.md 3.5). */
export async function sharedAddress(
  call: GraphCall,
  url: string,
  fields: readonly Field[] | undefined,
): Promise<unknown> {
  const asked = fields?.find(field => field.name === 'sharedposts')
  if (!asked || !call.caller.holds('read_content')) return { id: url }
  const fieldsOfEach = asked.fields ?? ['message', 'created_time', 'id'].map(plain)
  const { limit } = askedIn(asked.modifiers)
  const found = await postsWithLink(call.caller.bot, url, limit, partsIn(fieldsOfEach))
  if (found.length === 0) return { id: url }
  const data = await posts.expand(call, found, fieldsOfEach)
  return { id: url, [asked.alias]: { data } }
}
