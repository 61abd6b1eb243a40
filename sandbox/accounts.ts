import { createHash } from 'node:crypto'
import type { SandboxPerson } from '../connectors/sandbox.ts'
import { newToken } from '../server/platform/ids.ts'

interface Code {
  readonly person: SandboxPerson
  readonly redirectUri: string
  readonly challenge: string | undefined
}

interface Grant {
  readonly person: SandboxPerson
  readonly access: string
  readonly refresh: string
  /** The sign-in it came from. */
  readonly family: string
}

/** How refresh tokens behave; with `none` tokens never end. */
export const refreshing = ['rotates', 'fixed', 'none'] as const
export type Refreshing = (typeof refreshing)[number]

/** Signing in at a played service: codes once, access tokens, refresh tokens that rotate. */
export class Accounts {
  readonly #codes = new Map<string, Code>()
  #grants: Grant[] = []
  readonly revoked: string[] = []
  /** Refresh tokens that were used up, with the sign-in each came from. */
  readonly #spent = new Map<string, string>()
  refresh: Refreshing
  readonly #beside: (person: SandboxPerson) => Readonly<Record<string, unknown>>
  clientSecret = ''

  constructor(refresh: Refreshing, beside: (person: SandboxPerson) => Readonly<Record<string, unknown>>) {
    this.refresh = refresh
    this.#beside = beside
  }

  giveCode(person: SandboxPerson, redirectUri: string, challenge: string | undefined): string {
    const code = newToken()
    this.#codes.set(code, { person, redirectUri, challenge })
    return code
  }

  /** The token endpoint: status and JSON as OAuth 2 has them. */
  token(asked: Readonly<Record<string, unknown>>): { status: number; json: object } {
    this.clientSecret = String(asked.client_secret ?? '')
    if (asked.grant_type === 'authorization_code') return this.#exchange(asked)
    if (asked.grant_type === 'refresh_token') return this.#refreshed(String(asked.refresh_token))
    return { status: 403, json: { error: 'invalid_grant' } }
  }

  /** Takes a grant back by either of its tokens; where the service knows only whole ones, with all others of this person. */
  revoke(token: string, { whole = false } = {}): void {
    const found = this.#grants.find(grant => grant.access === token || grant.refresh === token)
    this.#grants = this.#grants.filter(grant => grant !== found && !(whole && grant.person.id === found?.person.id))
    this.revoked.push(found?.person.id ?? 'unknown')
  }

  /** Access tokens end now, refresh tokens stay: what an hour does. */
  expireAll(): void {
    this.#grants = this.#grants.map(grant => ({ ...grant, access: newToken() }))
  }

  /** Everything this person granted is gone: what a person does in their account's settings. */
  forget(personId: string): void {
    this.#grants = this.#grants.filter(grant => grant.person.id !== personId)
  }

  personOf(access: string | undefined): SandboxPerson | undefined {
    return this.#grants.find(grant => grant.access === access)?.person
  }

  #refreshed(token: string): { status: number; json: object } {
    const before = this.#grants.find(grant => grant.refresh === token)
    if (!before) {
      // Somebody has a token that was used up: two have the grant, and one of them stole it. Nobody keeps it.
      const family = this.#spent.get(token)
      this.#grants = this.#grants.filter(grant => grant.family !== family)
      return { status: 403, json: { error: 'invalid_grant' } }
    }
    this.#grants = this.#grants.filter(grant => grant !== before)
    const kept = this.refresh === 'rotates' ? undefined : before.refresh
    if (!kept) this.#spent.set(token, before.family)
    return this.#give(before.person, before.family, kept)
  }

  #exchange(asked: Readonly<Record<string, unknown>>): { status: number; json: object } {
    const code = this.#codes.get(String(asked.code))
    this.#codes.delete(String(asked.code))
    const proved =
      !code?.challenge ||
      createHash('sha256').update(String(asked.code_verifier)).digest('base64url') === code.challenge
    return code && proved && code.redirectUri === asked.redirect_uri
      ? this.#give(code.person, newToken())
      : { status: 403, json: { error: 'invalid_grant' } }
  }

  #give(person: SandboxPerson, family: string, kept?: string): { status: number; json: object } {
    const grant = { person, family, access: newToken(), refresh: kept ?? newToken() }
    this.#grants.push(grant)
    const beside = this.#beside(person)
    const json = { access_token: grant.access, token_type: 'Bearer', ...beside }
    if (this.refresh === 'none') return { status: 200, json }
    return { status: 200, json: { ...json, ...(!kept && { refresh_token: grant.refresh }), expires_in: 3_600 } }
  }
}
