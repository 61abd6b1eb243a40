/** How a service describes its calls: every call that a connector makes is checked against this (`npm run check:connectors`). */
import Type, { type TSchema } from 'typebox'

/** What a folder's calls.ts exports by default: the vendor's description, and by hand what that leaves out. */
export interface Calls {
  readonly described?: Described
  readonly known?: readonly KnownCall[]
  /** How tokens come, are renewed and are given back: one of each for every place of sign-in; no `refresh` or `revoke` where the service has none. */
  readonly tokens?: readonly TokenCall[]
  /** What this connector reads in answers that others published; at least one of them, where there are any. */
  readonly published?: readonly Published[]
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
  /** Where answers have names that it leaves out: those of customers' own, or newer than it. As `.fields.Title`, `.links[].url`. */
  readonly open?: RegExp
  /** Names that arrive empty (null) though it does not say that they may. */
  readonly nulls?: readonly string[]
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

/** A call about tokens, as the reference of the service has it. */
export interface TokenCall {
  readonly does: 'exchange' | 'refresh' | 'revoke'
  /** POST where nothing is said. */
  readonly method?: 'DELETE'
  /** The whole address at the service itself, with nothing behind it. */
  readonly url: RegExp
  /** How the client or the token is shown in `Authorization`; it may not be there where nothing is said. */
  readonly proof?: RegExp
  readonly form?: TSchema
  readonly json?: TSchema
}

/** An answer among the shared fixtures (`<app>/api/<file>.json`), and what a person sees when the service gives it. */
export interface Published {
  readonly file: string
  /** Calls that it answers, where it is not the answer to all; the others find nothing. */
  readonly to?: RegExp
  /** True where the vendor prints one element of the list that its interface answers with. */
  readonly inList?: boolean
  /** The link that is looked at, else the view of the picker. */
  readonly link?: string
  readonly view?: 'browse' | 'recent' | 'search'
  /** The title of the card, the name of the first thing, or what there is instead. */
  readonly sees: string | { readonly state: 'gone' | 'not_yours' | 'account_needed' }
}

export const text = (maxLength = 20_000) => Type.String({ minLength: 1, maxLength })

export const exact = (properties: Parameters<typeof Type.Object>[0]) =>
  Type.Object(properties, { additionalProperties: false })

const secret = Type.String({ pattern: '^[\\w.~+/=-]{1,2000}$' })

/** Parameters of OAuth 2.0 by their standards: RFC 6749 (code, refresh, client), 7636 (verifier) and 7009 (token). */
export const standard = {
  code: {
    grant_type: Type.Literal('authorization_code'),
    code: secret,
    redirect_uri: Type.String({ pattern: '^https?://[^?#]+$' }),
  },
  verifier: { code_verifier: Type.String({ pattern: '^[\\w.~-]{43,128}$' }) },
  refresh: { grant_type: Type.Literal('refresh_token'), refresh_token: secret },
  client: { client_id: secret, client_secret: secret },
  token: { token: secret },
}

/** The client's id and secret, before anything else of the request. */
export const basic = /^Basic [A-Za-z0-9+/]+={0,2}$/
