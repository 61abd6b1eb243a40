import type { Cut } from '../../platform/pages.ts'
import { type Asked, writeKey } from './asked.ts'
import type { Field } from './fields.ts'
import { asText } from './lenient.ts'

/** A page of rows of one list. `total` where it was asked for; `summary` for what else the list says of itself. */
export interface RowPage<Row> extends Cut<Row> {
  readonly total?: number | undefined
  readonly summary?: Readonly<Record<string, unknown>> | undefined
}

export interface GraphList {
  data: unknown[]
  paging?: { cursors: { before: string; after: string }; previous?: string; next?: string }
  summary?: Record<string, unknown>
}

interface Linking {
  readonly base: string
  readonly tokenInLinks: string | undefined
}

/** The list as Graph answers it, with absolute links that say everything again (workplace-graph-api.md 3.3). */
export function listOf<Row>(
  call: Linking,
  path: string,
  page: RowPage<Row>,
  data: readonly unknown[],
  asked: Asked,
  fields: readonly Field[] | undefined,
  cursorOf: (row: Row) => string,
): GraphList {
  const [first, last] = [page.rows[0], page.rows.at(-1)]
  const summary = { ...page.summary, ...(page.total !== undefined && { total_count: page.total }) }
  const list: GraphList = { data: [...data] }
  if (first !== undefined && last !== undefined) {
    const cursors = { before: writeKey(cursorOf(first)), after: writeKey(cursorOf(last)) }
    const link = (turn: Record<string, string>): string => linkTo(call, path, { ...repeated(asked, fields), ...turn })
    list.paging = {
      cursors,
      ...(page.hasPrevious && { previous: link({ before: cursors.before }) }),
      ...(page.hasNext && { next: link({ after: cursors.after }) }),
    }
  }
  if (asked.summary) list.summary = summary
  return list
}

/** A link to a place of the Graph; the token where it came in the address, since who sent it so relies on it. */
export function linkTo(call: Linking, path: string, query: Readonly<Record<string, string>>): string {
  const all = { ...(call.tokenInLinks !== undefined && { access_token: call.tokenInLinks }), ...query }
  return `${call.base}/${path}?${new URLSearchParams(all)}`
}

const ofThePage = new Set([
  'access_token',
  'after',
  'before',
  'limit',
  'fields',
  'ids',
  'offset',
  'as',
  'appsecret_proof',
  'appsecret_time',
])

function repeated(asked: Asked, fields: readonly Field[] | undefined): Record<string, string> {
  const others = Object.entries(asked.params).flatMap(([name, value]) => {
    const text = asText(value)
    return ofThePage.has(name) || text === undefined ? [] : [[name, text]]
  })
  return {
    ...Object.fromEntries(others),
    limit: String(asked.limit),
    ...(fields && { fields: writeFields(fields) }),
  }
}

function writeFields(fields: readonly Field[]): string {
  return fields
    .map(({ name, modifiers, fields: inner }) => {
      const said = Object.entries(modifiers).map(([modifier, argument]) => `.${modifier}(${argument})`)
      return `${name}${said.join('')}${inner ? `{${writeFields(inner)}}` : ''}`
    })
    .join(',')
}
