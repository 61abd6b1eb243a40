import Type, { type Static } from 'typebox'
import { route } from './route.ts'

/** What the Graph API answers here, as OpenAPI 3.1; loosely typed, since it describes what the door's own tables hold. */
export const GraphDescription = Type.Object({
  openapi: Type.String(),
  info: Type.Object({ title: Type.String(), version: Type.String(), description: Type.String() }),
  servers: Type.Array(Type.Object({ url: Type.String() })),
  security: Type.Array(Type.Record(Type.String(), Type.Array(Type.String()))),
  paths: Type.Record(Type.String(), Type.Record(Type.String(), Type.Unknown())),
  components: Type.Record(Type.String(), Type.Record(Type.String(), Type.Unknown())),
  /** The same by kind, for a page: OpenAPI knows no objects that share one address. */
  'x-kinds': Type.Array(
    Type.Object({
      kind: Type.String(),
      fields: Type.Array(Type.String()),
      edges: Type.Array(
        Type.Object({
          name: Type.String(),
          verbs: Type.Array(Type.Union([Type.Literal('reads'), Type.Literal('creates'), Type.Literal('removes')])),
          needs: Type.Array(Type.String()),
        }),
      ),
    }),
  ),
})
export type GraphDescription = Static<typeof GraphDescription>

export const describeGraph = route('GET', '/graph/openapi.json', { answer: GraphDescription })
