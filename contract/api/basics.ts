import Type, { type Static, type TSchema } from 'typebox'

/** An id: up to 18 digits, which any bigint of PostgreSQL holds; always a string, because JavaScript's numbers end before that. */
export const Id = Type.String({ pattern: '^[0-9]{1,18}$' })

/**
 * An instant, ISO 8601 in UTC. Given ones are such that the database and JavaScript both have them and write them alike: no leap second, no clock 15 hours
 * off, no year but 1 to 9999, also in UTC: the first of all days is written by no clock ahead of it, the last by none behind.
 */
export const Instant = Type.String({
  format: 'date-time',
  pattern:
    '^(?!0000|0001-01-01.*[+]|9999-12-31.*[0-9]-)[0-9]{4}-.*:[0-5][0-9](?:[.][0-9]+)?(?:[Zz]|[+-](?:0[0-9]|1[0-4]):?[0-5][0-9])$',
})

export const Language = Type.Union([Type.Literal('en'), Type.Literal('fr')])
export type Language = Static<typeof Language>

/** A page of a list; `next` is the cursor to pass on, null at the end. */
export const page = <T extends TSchema>(item: T) =>
  Type.Object({ items: Type.Array(item), next: Type.Union([Type.String(), Type.Null()]) })

/** Asking for a page: `after` is a cursor from an earlier answer, with a name of sixty letters of any script in it; `limit` 1 to 100 (25). */
export const Paging = {
  after: Type.Optional(Type.String({ maxLength: 500 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
}

export const PageQuery = Type.Object(Paging)

/** An answer with nothing in it. */
export const Done = Type.Object({})

export const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])

/** A member as others see them in bylines and lists. */
export const MemberRef = Type.Object({
  id: Id,
  name: Type.String(),
  kind: Type.Union([Type.Literal('person'), Type.Literal('bot')]),
  picture: nullable(Type.String()),
  title: nullable(Type.String()),
})
export type MemberRef = Static<typeof MemberRef>
