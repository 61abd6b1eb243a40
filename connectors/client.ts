/**
 * What a connector is handed to reach its service, and how signing in there goes. It never reaches out by itself.
 */
/** Where a connector finds itself: its settings and its base addresses (the service's own, or the sandbox's). */
export interface Place<S> {
  readonly settings: S
  address(name: string): string
}

/** A call to the service. `address` names one of `addresses`; `path` begins with `/` and is joined to it. */
export interface Call {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly address: string
  /** Where hosts differ by account or tenant: the base address itself, refused unless it lies under `address`. */
  readonly at?: string
  readonly path: string
  readonly query?: Readonly<Record<string, string | number | undefined>>
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as JSON. */
  readonly json?: unknown
  /** Sent as application/x-www-form-urlencoded. */
  readonly form?: Readonly<Record<string, string>>
  /** The longest answer that is read, in bytes, where the service is known to give one of more than a mebibyte. */
  readonly longest?: number
  /** True for a call that proves nobody: the account's token stays here. */
  readonly anonymous?: boolean
}

export interface Answer {
  readonly status: number
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  readonly bytes: Uint8Array
  /** Parsed where the answer is JSON, else undefined. */
  readonly json: unknown
  readonly text: string
}

/**
 * Calls the service with one account's token: the viewer's, or the installation's own. Refreshing is its business: a 401 that
 * reaches the connector means the account is lost. Throws `ServiceUnreachable` where no answer came.
 */
export interface Client<S> extends Place<S> {
  call(call: Call): Promise<Answer>
  /** Milliseconds since 1970. */
  now(): number
  /** Where the account came from at linking: what `account` returned as `details` (tenant, region, site). */
  readonly details: Readonly<Record<string, string>>
  /** What was found out with this account before (ids behind addresses), under names of the connector's own. It may be gone at any time. */
  readonly memory: Map<string, string>
}

/** No usable answer: connection refused, time-out, 5xx, 429. `retryAfter` in seconds where the service gave it. */
export class ServiceUnreachable extends Error {
  readonly retryAfter: number | undefined
  constructor(message: string, retryAfter?: number) {
    super(message)
    this.name = 'ServiceUnreachable'
    this.retryAfter = retryAfter
  }
}

/** The service said no in words that help the person (a field missing, not allowed). Shown as theirs, as plain text. */
export class ServiceRefused extends Error {
  readonly fields: Readonly<Record<string, string>>
  constructor(message: string, fields: Readonly<Record<string, string>> = {}) {
    super(message)
    this.name = 'ServiceRefused'
    this.fields = fields
  }
}

/** Why a connector itself says no where the service has no words for it; sentences `linking.refused.<reason>`. */
type NoWay = 'gone' | 'closed' | 'no_link' | 'no_company' | 'no_site' | 'too_many'

/** The connector says no, in a sentence of ours. */
export class NotPossible extends ServiceRefused {
  readonly reason: NoWay
  constructor(reason: NoWay) {
    super(reason)
    this.name = 'NotPossible'
    this.reason = reason
  }
}

/** OAuth 2 authorisation code, with the service's dialect as data. */
export interface OAuth {
  readonly authorize: {
    readonly address: string
    readonly path: string
    readonly params?: Readonly<Record<string, string>>
  }
  readonly token: {
    readonly address: string
    readonly path: string
    readonly body: 'form' | 'json'
    readonly clientAuth: 'body' | 'basic'
  }
  /** What a refusal of the token endpoint means, where its words are not those of RFC 6749: the grant has ended, our client is wrong, or it passes. */
  refusal?(status: number, json: unknown): 'grant' | 'client' | 'passing' | undefined
  readonly pkce: boolean
  /** Scopes asked for a person's account, and for the installation's own (which may need more, e.g. to register webhooks). */
  readonly scopes: { readonly member: readonly string[]; readonly installation: readonly string[] }
  /** Sent again at every refresh, e.g. { redirect_uri } where the service insists. */
  readonly refreshRepeatsRedirect?: boolean
  /**
   * Revocation, where the service offers it: `form` posts the token (RFC 7009), `bearer` posts `null` with the token as proof, `delete` deletes with the
   * client's id and secret as proof and the token in JSON; `{clientId}` in the path stands for the id. `whole`: all that this person ever granted the
   * client goes, whichever token is shown, so that it waits for the last account of theirs.
   */
  readonly revoke?: {
    readonly address: string
    readonly path: string
    readonly as?: 'form' | 'bearer' | 'delete'
    readonly whole?: boolean
  }
  /**
   * Who is it? Asked once after linking; the token is already in the client. `answer` is what the token endpoint said beside it, and `isSigned` tells
   * whether the client's secret signs a message so: base64 of its HMAC-SHA256.
   */
  account(
    client: Client<never>,
    answer: Readonly<Record<string, unknown>>,
    isSigned: (message: string, signature: string) => boolean,
  ): Promise<{ externalId: string; label: string; details?: Readonly<Record<string, string>> }>
}
