/** How long what a program writes may be: every reader is sent it, and a body may be full of it. */
import { GraphError } from './graph-error.ts'
import type { Value } from './lenient.ts'

/** As the general Graph. */
const longestMessage = 63_206
const longestText = 20_000

/** Texts that are kept as they come. What is a list or an object, and the body of a note or a category, is measured where it is read. */
const texts = [
  ...['name', 'title', 'subject', 'description', 'caption', 'about', 'reason', 'invite_message', 'location', 'place'],
  ...['email', 'external_id', 'employee_number', 'department', 'organization', 'division', 'cost_center'],
  ...['primary_phone', 'primary_address', 'link', 'url', 'work_locale', 'locale', 'timezone', 'verify_token'],
]

const longestOf = new Map([['message', longestMessage], ...texts.map(name => [name, longestText] as const)])

export function demandLengths(params: Readonly<Record<string, Value>>): void {
  for (const [name, value] of Object.entries(params)) {
    const longest = longestOf.get(name)
    if (longest !== undefined && typeof value === 'string' && value.length > longest)
      throw new GraphError('bad_parameter', `(#100) Param ${name} must be at most ${longest} characters long`)
  }
}
