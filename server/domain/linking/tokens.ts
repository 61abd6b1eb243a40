import type { Listed } from '../../../connectors/catalog.ts'
import type { OAuth } from '../../../connectors/connector.ts'
import { connectCallback } from '../../platform/addresses.ts'
import { now } from '../../platform/clock.ts'
import type { Incoming } from '../../platform/outbound.ts'
import { openText, seal } from '../../platform/secrets.ts'
import { callOut } from '../api-log/call-out.ts'
import { placeOf } from '../integrations/catalog.ts'
import { openCredentials, wholeSettings } from '../integrations/credentials.ts'
import type { InstallationRow } from '../integrations/installations.sql.ts'

/** What a service gave for one account. */
export interface Tokens {
  readonly access: string
  readonly refresh?: string | undefined
  /** Milliseconds since 1970. */
  readonly expiresAt?: number | undefined
  readonly scopes: readonly string[]
  /** What `account` told at linking: tenant, region, site. */
  readonly details: Readonly<Record<string, string>>
}

/** Tokens, and what the service said beside them. */
export interface TokenAnswer {
  readonly tokens: Tokens
  readonly answer: Readonly<Record<string, unknown>>
}

/** The service refused the grant itself: it will not come back by waiting. An outage is never told so. */
export class GrantRefused extends Error {
  constructor(problem: string) {
    super(problem)
    this.name = 'GrantRefused'
  }
}

/** The service refused the client we say to be: its id or secret is wrong. Administrators cure that, not the account's owner. */
export class ClientRefused extends Error {
  constructor(problem: string) {
    super(problem)
    this.name = 'ClientRefused'
  }
}

const contextOf = (accountId: string): string => `linked_accounts:${accountId}`
export const sealTokens = (accountId: string, tokens: Tokens): Buffer =>
  seal(JSON.stringify(tokens), contextOf(accountId))
export const openTokens = (accountId: string, sealed: Buffer): Tokens =>
  JSON.parse(openText(sealed, contextOf(accountId)))

/** The dialect of an installation's service. */
export function oauthOf(listed: Listed, row: InstallationRow): OAuth {
  const oauth = listed.connector.oauth?.(wholeSettings(row) as never)
  if (!oauth) throw new Error(`${listed.connector.id} has no sign-in`)
  return oauth
}

/** Exchanges an authorisation code. */
export async function exchangeCode(
  listed: Listed,
  row: InstallationRow,
  code: string,
  verifier: string | undefined,
): Promise<TokenAnswer> {
  const { tokens, answer } = await askForTokens(listed, row, {
    grant_type: 'authorization_code',
    code,
    redirect_uri: connectCallback(listed.connector.id),
    ...(verifier && { code_verifier: verifier }),
  })
  // What cannot be renewed is used until the service refuses it, whatever it says of its end.
  return { answer, tokens: tokens.refresh ? tokens : { ...tokens, expiresAt: undefined } }
}

/** Refreshes; what the service does not send again stays as it was. */
export async function refreshTokens(listed: Listed, row: InstallationRow, before: Tokens): Promise<Tokens> {
  if (!before.refresh) throw new GrantRefused('no refresh token')
  const oauth = oauthOf(listed, row)
  const asked = {
    grant_type: 'refresh_token',
    refresh_token: before.refresh,
    ...(oauth.refreshRepeatsRedirect && { redirect_uri: connectCallback(listed.connector.id) }),
  }
  const { tokens: fresh } = await askForTokens(listed, row, asked)
  return {
    ...fresh,
    refresh: fresh.refresh ?? before.refresh,
    details: before.details,
    scopes: fresh.scopes.length > 0 ? fresh.scopes : before.scopes,
  }
}

async function askForTokens(listed: Listed, row: InstallationRow, asked: Record<string, string>): Promise<TokenAnswer> {
  const oauth = oauthOf(listed, row)
  const answer = await post(listed, row, oauth.token, asked)
  const json = parse(answer)
  if (answer.status >= 300 || typeof json.access_token !== 'string') throw refusalIn(oauth, json, answer.status)
  const tokens = {
    access: json.access_token,
    refresh: typeof json.refresh_token === 'string' ? json.refresh_token : undefined,
    expiresAt: typeof json.expires_in === 'number' ? now() + json.expires_in * 1_000 : undefined,
    scopes: typeof json.scope === 'string' ? json.scope.split(/[ ,]+/).filter(Boolean) : [],
    details: {},
  }
  return { tokens, answer: json }
}

/** Takes a token back at the service; answers whether it did, and with what status, which is absent where it offers no way. */
export async function revokeTokens(
  listed: Listed,
  row: InstallationRow,
  tokens: Tokens,
): Promise<{ taken: boolean; status?: number }> {
  const oauth = oauthOf(listed, row)
  if (!oauth.revoke) return { taken: false }
  const { as, ...to } = oauth.revoke
  if (as === 'bearer') return taken(await revokeAsBearer(listed, row, to, tokens))
  if (as === 'delete') return taken(await deleteGrant(listed, row, to, tokens))
  const form = { ...to, body: 'form', clientAuth: oauth.token.clientAuth } as const
  return taken(await post(listed, row, form, { token: tokens.refresh ?? tokens.access }))
}

type Where = Pick<OAuth['token'], 'address' | 'path'>
const urlOf = (listed: Listed, row: InstallationRow, to: Where): string =>
  placeOf(listed, wholeSettings(row)).address(to.address) + to.path

const revokeAsBearer = (listed: Listed, row: InstallationRow, to: Where, { access }: Tokens): Promise<Incoming> =>
  callOut(whose(row), {
    method: 'POST',
    url: urlOf(listed, row, to),
    headers: { authorization: `Bearer ${access}`, 'content-type': 'application/json' },
    body: 'null',
  })

function deleteGrant(listed: Listed, row: InstallationRow, to: Where, { access }: Tokens): Promise<Incoming> {
  const clientId = encodeURIComponent(openCredentials(row).clientId ?? '')
  return callOut(whose(row), {
    method: 'DELETE',
    url: urlOf(listed, row, to).replace('{clientId}', clientId),
    headers: { accept: 'application/json', 'content-type': 'application/json', ...basicOf(row) },
    body: JSON.stringify({ access_token: access }),
  })
}

const whose = (row: InstallationRow) => ({
  communityId: row.community_id,
  installationId: row.id,
  api: 'connector' as const,
})

/** An outage is no answer. */
function taken({ status }: Incoming): { taken: boolean; status: number } {
  if (status >= 500 || status === 429) throw new Error(`the service answered ${status}`)
  return { taken: status < 400, status }
}

function post(
  listed: Listed,
  row: InstallationRow,
  to: OAuth['token'],
  asked: Record<string, string>,
): Promise<Incoming> {
  const { clientId = '', clientSecret = '' } = openCredentials(row)
  const values = to.clientAuth === 'basic' ? asked : { ...asked, client_id: clientId, client_secret: clientSecret }
  const form = to.body === 'form'
  return callOut(whose(row), {
    method: 'POST',
    url: urlOf(listed, row, to),
    headers: {
      accept: 'application/json',
      'content-type': form ? 'application/x-www-form-urlencoded' : 'application/json',
      ...(to.clientAuth === 'basic' && basicOf(row)),
    },
    body: form ? new URLSearchParams(values).toString() : JSON.stringify(values),
  })
}

function basicOf(row: InstallationRow): { authorization: string } {
  const { clientId = '', clientSecret = '' } = openCredentials(row)
  const proof = `${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`
  return { authorization: `Basic ${Buffer.from(proof).toString('base64')}` }
}

function parse(answer: Incoming): Record<string, unknown> {
  try {
    const json: unknown = JSON.parse(answer.body.toString('utf8'))
    return typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

const passing = new Set(['temporarily_unavailable', 'server_error', 'slow_down'])
const aboutClient = new Set(['invalid_client', 'unauthorized_client'])

/**
 * What a refusal means. Only an OAuth error in so many words is definite: a page of a firewall or a wrong path is an outage. One service calls a
 * refresh token that has ended `unauthorized_client`, and says in its description what it means.
 */
function refusalIn(oauth: OAuth, json: Record<string, unknown>, status: number): Error {
  const word = typeof json.error === 'string' ? json.error.slice(0, 100) : undefined
  const meant = oauth.refusal?.(status, json)
  if (meant === 'grant') return new GrantRefused(word ?? `http_${status}`)
  if (meant === 'client') return new ClientRefused(word ?? `http_${status}`)
  if (meant === 'passing') return new Error(`the token endpoint answered ${status}`)
  if (!word || passing.has(word) || status >= 500 || status === 429 || status === 404)
    return new Error(`the token endpoint answered ${status}`)
  const ofToken = /refresh|token/i.test(String(json.error_description ?? ''))
  return aboutClient.has(word) && !ofToken ? new ClientRefused(word) : new GrantRefused(word)
}
