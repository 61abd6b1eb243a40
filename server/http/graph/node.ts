/**
 * Objects of the Graph as data: what a node answers, what it leads to, and its edges. An answer is made level by level: all objects of a level are read by one
 * statement, each link and each edge of the level by one more, so that what a call costs depends on what it asks and not on how much it finds.
 */
import type { PermissionId } from '../../../contract/permissions.ts'
import { type Asked, askedIn } from './asked.ts'
import type { Field } from './fields.ts'
import type { Program } from './graph-caller.ts'
import type { Value } from './lenient.ts'
import type { Part } from './multipart.ts'
import { type GraphList, listOf, type RowPage } from './paging.ts'
import { picked } from './picked.ts'

export type GraphObject = { [member: string]: unknown }

/** One call under way. */
export interface GraphCall {
  readonly caller: Program
  /** Absolute address that links to other pages begin with: scheme, host and version of the request. */
  readonly base: string
  /** The token, where it came in the address: links repeat it. */
  readonly tokenInLinks: string | undefined
  readonly address: string
}

/** Parameters and files of a call that changes something. */
export interface Sent {
  readonly params: Readonly<Record<string, Value>>
  readonly files: readonly Part[]
}

export interface Node {
  /** As Graph names the kind, in its messages. */
  readonly name: string
  /** Objects the caller may see by these ids, with what is asked of each; others are absent. */
  read(call: GraphCall, ids: readonly string[], fields: readonly Field[] | undefined): Promise<Map<string, GraphObject>>
  /** Which of these are there for the caller at all: within its scope, if perhaps not for it to read. */
  reach(call: GraphCall, ids: readonly string[]): Promise<ReadonlySet<string>>
  /** What it answers of itself, and what it leads to by the name of which kind: for whoever describes the door. */
  readonly fields: readonly string[]
  readonly links: readonly string[]
  readonly defaults: readonly string[]
  edges: Readonly<Record<string, Edge>>
  readonly update?: ((call: GraphCall, id: string, sent: Sent) => Promise<unknown>) | undefined
  readonly remove?: ((call: GraphCall, id: string, sent: Sent) => Promise<unknown>) | undefined
}

export interface TypedNode<Row> extends Node {
  expand(call: GraphCall, rows: readonly Row[], fields: readonly Field[] | undefined): Promise<GraphObject[]>
  /** Objects named by something the caller may see: their authors, owners. */
  linked(call: GraphCall, ids: readonly string[], fields: readonly Field[]): Promise<Map<string, GraphObject>>
}

export type Change = (call: GraphCall, parent: string, sent: Sent, item: string | undefined) => Promise<unknown>

export interface Edge {
  /** Any of these lets it be read; none are needed where the list is empty. */
  readonly needs: readonly PermissionId[]
  /** What kind of objects it lists, by Graph’s name. */
  readonly of?: string | undefined
  list?(
    call: GraphCall,
    parents: readonly string[],
    asked: Asked,
    fields: readonly Field[] | undefined,
  ): Promise<Map<string, GraphList>>
  /** Where it leads to one thing instead of a list, by a call of its own. */
  answer?(call: GraphCall, parent: string, asked: Asked, fields: readonly Field[] | undefined): Promise<unknown>
  /** `item` stands behind the edge in the path, where it does. */
  readonly create?: Change | undefined
  readonly remove?: Change | undefined
}

interface Definition<Row> {
  readonly name: string
  /** With what is asked of each, where that makes a difference. */
  load(call: GraphCall, ids: readonly string[], fields: readonly Field[] | undefined): Promise<readonly Row[]>
  /** Where it differs from `load`: what may be acted on without being read. */
  readonly reach?: Node['reach']
  /** Where it differs from `load`: whoever is named by what may be seen may be named. */
  readonly loadLinked?: (call: GraphCall, ids: readonly string[]) => Promise<readonly Row[]>
  /** How a row is addressed; the outer id. */
  idOf(row: Row): string
  readonly defaults: readonly string[]
  /** A value of nothing is left out: not granted and not there look alike. */
  readonly fields: Readonly<Record<string, (row: Row, call: GraphCall) => unknown>>
  readonly links?: Readonly<Record<string, Link<Row>>>
  readonly update?: Node['update']
  readonly remove?: Node['remove']
}

export interface Link<Row> {
  readonly to: Linked
  id(row: Row): string | null | undefined
  /** Asked of it where nothing else is. */
  readonly fields: readonly string[]
  /** Where the row names it already: nothing is looked up for those who ask for no more. */
  readonly known?: (row: Row) => Named
  /** Other members of the answer that stand beside what is linked. */
  readonly wrap?: (object: GraphObject) => unknown
}

interface Named {
  readonly id: string
  readonly name: string
}

type Linked = { linked: TypedNode<never>['linked'] }

export function node<Row>(definition: Definition<Row>): TypedNode<Row> {
  const made: TypedNode<Row> = {
    name: definition.name,
    fields: Object.keys(definition.fields),
    links: Object.keys(definition.links ?? {}),
    defaults: definition.defaults,
    edges: {},
    update: definition.update,
    remove: definition.remove,
    reach:
      definition.reach ?? (async (call, ids) => new Set((await definition.load(call, ids, [])).map(definition.idOf))),
    read: async (call, ids, fields) => byId(call, await definition.load(call, ids, fields), fields),
    linked: async (call, ids, fields) =>
      byId(call, await (definition.loadLinked ?? definition.load)(call, ids, fields), fields),
    expand,
  }

  async function byId(call: GraphCall, rows: readonly Row[], fields: readonly Field[] | undefined) {
    const objects = await expand(call, rows, fields)
    return new Map(objects.map((object, n) => [definition.idOf(rows[n] as Row), object]))
  }

  async function expand(
    call: GraphCall,
    rows: readonly Row[],
    fields: readonly Field[] | undefined,
  ): Promise<GraphObject[]> {
    const asked = fields ?? definition.defaults.map(plain)
    const columns = await Promise.all(asked.map(field => valuesOf(call, field, rows)))
    return rows.map((row, n) => {
      const object: GraphObject = {}
      // Members stand as they were asked for, whichever was there first.
      for (const [at, field] of asked.entries()) put(object, field, columns[at]?.[n])
      object.id = definition.idOf(row)
      return object
    })
  }

  /** What is asked of each row. */
  async function valuesOf(call: GraphCall, field: Field, rows: readonly Row[]): Promise<readonly unknown[]> {
    const read = own(definition.fields, field.name)
    if (read) return rows.map(row => picked(read(row, call), field.fields))
    const link = own(definition.links ?? {}, field.name)
    if (link) return follow(call, field, link, rows)
    const edge = own(made.edges, field.name)
    if (edge?.list && mayRead(call, edge)) {
      const ids = rows.map(row => definition.idOf(row))
      const lists = await edge.list(call, ids, askedIn(field.modifiers, ids.length), field.fields)
      return ids.map(id => lists.get(id))
    }
    // Anything else is left out: real programs ask for names that are gone, and go on without (workplace-graph-api.md 3.2).
    return []
  }

  async function follow(call: GraphCall, field: Field, link: Link<Row>, rows: readonly Row[]): Promise<unknown[]> {
    const asked = field.fields ?? link.fields.map(plain)
    const { known } = link
    if (known && asked.every(isOfName)) return rows.map(row => nameOnly(known(row), asked))
    const ids = rows.map(row => link.id(row) ?? undefined)
    const wanted = [...new Set(ids.filter(id => id !== undefined))]
    if (wanted.length === 0) return []
    const found = await link.to.linked(call, wanted, asked)
    return ids.map(id => {
      const object = id === undefined ? undefined : found.get(id)
      return object && link.wrap ? link.wrap(object) : object
    })
  }

  return made
}

export const mayRead = (call: GraphCall, edge: Edge): boolean =>
  edge.needs.length === 0 || call.caller.holds(...edge.needs)

/** What a table holds by this name itself: every object has a `constructor`, and that one answers whatever it is given. */
export const own = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined

export const plain = (name: string): Field => ({ name, alias: name, modifiers: {}, fields: undefined })

/** A name that would be no member of the object but its making is none. */
function put(object: GraphObject | undefined, { alias }: Field, value: unknown): void {
  if (object && value !== undefined && value !== null && alias !== '__proto__') object[alias] = value
}

const isOfName = ({ name, alias }: Field): boolean => (name === 'name' || name === 'id') && alias === name

/** The members asked for of somebody whom the row names, as `expand` would answer them. */
function nameOnly(known: Named, asked: readonly Field[]): GraphObject {
  const object: GraphObject = {}
  for (const { name } of asked) object[name] = name === 'id' ? known.id : known.name
  object.id = known.id
  return object
}

interface EdgeDefinition<Row, Own extends Row> {
  readonly needs?: readonly PermissionId[]
  readonly to: TypedNode<Row>
  pages(
    call: GraphCall,
    parents: readonly string[],
    asked: Asked,
    fields: readonly Field[] | undefined,
  ): Promise<Map<string, RowPage<Own>>>
  /** What stands on the edge itself: since when somebody belongs, which reaction it was. Always answered where nothing is asked for. */
  readonly own?: Readonly<Record<string, (row: Own, call: GraphCall) => unknown>>
  readonly ownByDefault?: readonly string[]
  /** Asked of each where nothing is asked for, in place of what its kind answers by itself. */
  readonly defaults?: readonly string[]
  /** How a row is found again; its key in the list. */
  cursorOf(row: Own): string
  readonly create?: Edge['create']
  readonly remove?: Edge['remove']
}

/** An edge: many parents' lists by one statement, what they hold expanded together. `path` is its name in addresses. */
export function edge<Row, Own extends Row>(path: string, definition: EdgeDefinition<Row, Own>): Edge {
  return {
    needs: definition.needs ?? [],
    of: definition.to.name,
    create: definition.create,
    remove: definition.remove,
    async list(call, parents, asked, fields) {
      const pages = await definition.pages(call, parents, asked, fields)
      const rows = parents.flatMap(parent => [...(pages.get(parent)?.rows ?? [])])
      const objects = await definition.to.expand(call, rows, fields ?? definition.defaults?.map(plain))
      const asOwn = fields ?? (definition.ownByDefault ?? []).map(plain)
      for (const [n, row] of rows.entries())
        for (const field of asOwn) put(objects[n], field, own(definition.own ?? {}, field.name)?.(row, call))
      const dataOf = new Map(rows.map((row, n) => [row, objects[n] ?? {}]))
      return new Map(
        parents.map(parent => {
          const page = pages.get(parent) ?? { rows: [], hasNext: false, hasPrevious: false }
          const data = page.rows.map(row => dataOf.get(row) ?? {})
          return [parent, listOf(call, `${parent}/${path}`, page, data, asked, fields, definition.cursorOf)]
        }),
      )
    },
  }
}
