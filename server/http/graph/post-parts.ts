/** Which parts of a post a call asks for: what nobody reads is not looked up. */
import type { PostParts } from '../../domain/posts/post-pages.sql.ts'
import type { Field } from './fields.ts'
import type { Value } from './lenient.ts'

const ofFiles = ['type', 'status_type', 'picture', 'full_picture', 'source', 'object_id']
const ofChange = ['updated_time']

/** Without any that are named: those that a post answers by itself. */
const usual: PostParts = { files: false, changed: true }
const all: PostParts = { files: true, changed: true }

export function partsIn(fields: readonly Field[] | undefined): PostParts {
  if (!fields) return usual
  const asked = (names: readonly string[]): boolean => fields.some(field => names.includes(field.name))
  return { files: asked(ofFiles), changed: asked(ofChange) }
}

/** The same before the text is read, perhaps with more than is asked for: whoever calls is known first. */
export function partsNamedIn(said: Value): PostParts {
  if (said === undefined || said === '') return usual
  if (typeof said !== 'string') return all
  const named = (names: readonly string[]): boolean => names.some(name => said.includes(name))
  return { files: named(ofFiles), changed: named(ofChange) }
}
