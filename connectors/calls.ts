/** How a service describes its calls: every call that a connector makes is checked against this (`npm run check:connectors`). */
import Type, { type TSchema } from 'typebox'

/** What a folder's calls.ts exports by default: the vendor's description, and by hand what that leaves out. */
export interface Calls {
  readonly described?: Described
  readonly known?: readonly KnownCall[]
  /** Headers that no description names, and what they hold; beside these a call has none but `Accept` and its body's type. */
  readonly headers?: Readonly<Record<string, RegExp>>
}

/** A description among the shared fixtures: of which addresses, and what stands before its own paths. */
export interface Described {
  readonly file: string
  readonly addresses: readonly string[]
  readonly prefix: RegExp
  /** Paths whose answers the description gets wrong, by its own examples or by what the service does. */
  readonly unlike?: readonly RegExp[]
  /** True where its list of error codes leaves out some that the service is known to answer with: errors are not held against it. */
  readonly openErrors?: boolean
}

/** A call as the reference of the service has it, where no valid description is published. */
export interface KnownCall {
  readonly method: string
  readonly path: RegExp
  readonly query?: readonly string[]
  readonly json?: TSchema
  readonly form?: TSchema
}

export const text = (maxLength = 20_000) => Type.String({ minLength: 1, maxLength })

export const exact = (properties: Parameters<typeof Type.Object>[0]) =>
  Type.Object(properties, { additionalProperties: false })
