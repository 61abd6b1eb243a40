import Type from 'typebox'
import { nullable, Paging, page } from './basics.ts'
import { Category, IntegrationRow, IntegrationStatus, Origin } from './integrations.ts'
import { route } from './route.ts'

/** May this reader make a custom integration? `plan`: they might, were the community's plan another. */
export const MayCreate = Type.Union([Type.Literal('yes'), Type.Literal('no'), Type.Literal('plan')])

export const directorySorts = ['name', 'category', 'status'] as const
export type DirectorySort = (typeof directorySorts)[number]

/** A page at a time. `counts`, of what the search and the category leave, come with the first page alone. */
export const listIntegrations = route('GET', '/integrations', {
  query: Type.Object({
    ...Paging,
    search: Type.Optional(Type.String({ maxLength: 100 })),
    category: Type.Optional(Category),
    status: Type.Optional(Type.Union([IntegrationStatus, Type.Literal('attention')])),
    origin: Type.Optional(Origin),
    sort: Type.Optional(Type.Enum(directorySorts.flatMap(name => [name, `-${name}` as const]))),
  }),
  answer: Type.Object({
    ...page(IntegrationRow).properties,
    counts: nullable(
      Type.Object({
        enabled: Type.Integer(),
        attention: Type.Integer(),
        available: Type.Integer(),
        requested: Type.Integer(),
        custom: Type.Integer(),
      }),
    ),
    mayCreate: MayCreate,
  }),
})
/** Names alone, for who chooses one of them to filter by: the first twenty-five that the search leaves, and the one that is chosen. */
export const listIntegrationNames = route('GET', '/integrations/names', {
  query: Type.Object({
    search: Type.Optional(Type.String({ maxLength: 100 })),
    chosen: Type.Optional(Type.String({ maxLength: 100 })),
  }),
  answer: Type.Object({ items: Type.Array(Type.Object({ id: Type.String(), name: Type.String() })) }),
})
