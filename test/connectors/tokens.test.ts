/**
 * How each service has its tokens asked for, renewed and given back: done at the played one, heard there as it came over the wire, and held against what
 * the folder's calls.ts says by hand. No vendor describes these calls for machines.
 */
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TokenCall } from '../../connectors/calls.ts'
import { type Listed, readCatalog } from '../../connectors/catalog.ts'
import type { Sandbox } from '../../connectors/sandbox.ts'
import type { AskedForTokens } from '../../sandbox/play.ts'
import { type RunningSandbox, startSandbox } from '../../sandbox/serve.ts'
import { openCatalog } from '../../server/domain/integrations/catalog.ts'
import { sealCredentials } from '../../server/domain/integrations/credentials.ts'
import type { InstallationRow } from '../../server/domain/integrations/installations.sql.ts'
import {
  exchangeCode,
  GrantRefused,
  refreshTokens,
  revokeTokens,
  type Tokens,
} from '../../server/domain/linking/tokens.ts'
import { connectCallback } from '../../server/platform/addresses.ts'
import { newToken } from '../../server/platform/ids.ts'
import { configureOutbound } from '../../server/platform/outbound.ts'
import { masterKeyFrom, setMasterKeys } from '../../server/platform/secrets.ts'
import { callsOf, tokenProblem } from './calls.ts'
import { sandboxOf } from './fixtures.ts'
import { type Settings, settingsByHost } from './played-client.ts'

let services: RunningSandbox
beforeAll(async () => {
  services = await startSandbox({ port: 0 })
  setMasterKeys([masterKeyFrom(Buffer.alloc(32, 7))])
  configureOutbound({ allow: [new URL(services.origin).host] })
  openCatalog(await readCatalog(), { examples: true, sandboxOrigin: services.origin })
})
afterAll(() => services.stop())

interface Case {
  readonly id: string
  readonly form: string
  readonly listed: Listed
  readonly settings: Settings
  readonly sandbox: Sandbox
}

const cases: Case[] = []
for (const [id, listed] of await readCatalog()) {
  const sandbox = await sandboxOf(id)
  for (const settings of sandbox && listed.connector.oauth ? settingsByHost(listed, sandbox) : [])
    if (sandbox) cases.push({ id, listed, settings, sandbox, form: Object.values(settings).join(', ') })
}

test('every app that people sign in to is here', async () => {
  const asking = [...(await readCatalog()).values()].filter(({ connector }) => connector.oauth)
  expect(new Set(cases.map(one => one.id))).toEqual(new Set(asking.map(({ connector }) => connector.id)))
})

describe.each(cases)('$id ($form)', ({ id, listed, settings, sandbox }) => {
  const { connector } = listed
  const oauth = connector.oauth?.(settings as never)
  const own = connector.addresses(settings as never)

  /** As it is kept, with the service's address where the customer's own would be. */
  const row = (): InstallationRow => {
    const kept = { id: 'tokens', integration_id: id, settings: placed(settings, `${services.origin}/${id}/site`) }
    const credentials = sealCredentials('tokens', { clientId: 'a-client', clientSecret: 'a-secret' })
    return { ...kept, credentials } as Partial<InstallationRow> as InstallationRow
  }
  const urlOf = ({ address, path }: AskedForTokens): string => (own[address] ?? '').replace(/\/$/, '') + path
  const heard = async (work: Promise<unknown>): Promise<AskedForTokens[]> => {
    const { aboutTokens } = services.service(id)
    const before = aboutTokens.length
    await work
    return aboutTokens.slice(before)
  }
  const described = async (does: TokenCall['does']): Promise<TokenCall[]> =>
    ((await callsOf(id)).tokens ?? []).filter(one => one.does === does)
  const problemIn = async (does: TokenCall['does'], asked: AskedForTokens): Promise<string | undefined> => {
    const all = await described(does)
    return tokenProblem(all.find(one => one.url.test(urlOf(asked))) ?? all[0], asked, urlOf(asked))
  }

  async function signIn(): Promise<{ tokens: Tokens; asked: AskedForTokens[] }> {
    const { accounts } = services.service(id)
    const verifier = oauth?.pkce ? newToken() : undefined
    const challenge = verifier && createHash('sha256').update(verifier).digest('base64url')
    const [person] = sandbox.people
    if (!person) throw new Error('nobody can sign in')
    const code = accounts.giveCode(person, connectCallback(id), challenge)
    const exchange = exchangeCode(listed, row(), code, verifier)
    return { asked: await heard(exchange), tokens: (await exchange).tokens }
  }

  test('gets, renews and gives back tokens as the service describes it', async () => {
    const [renewal, giving] = [await described('refresh'), await described('revoke')]
    // Where tokens end only for some apps, this is one of those.
    const { accounts } = services.service(id)
    if (renewal.length > 0 && accounts.refresh === 'none') accounts.refresh = 'rotates'
    const { tokens, asked } = await signIn()
    expect(await Promise.all(asked.map(one => problemIn('exchange', one)))).toEqual([undefined])

    const refresh = refreshTokens(listed, row(), tokens)
    const renewed = await heard(refresh.catch(() => undefined))
    expect(await Promise.all(renewed.map(one => problemIn('refresh', one)))).toEqual(renewal.length ? [undefined] : [])
    if (renewal.length === 0) await expect(refresh).rejects.toThrow(GrantRefused)

    const now = renewal.length > 0 ? await refresh : tokens
    const taken = revokeTokens(listed, row(), now)
    const given = await heard(taken)
    const offered = giving.some(one => one.url.test(urlOf(given[0] ?? (asked[0] as AskedForTokens))))
    expect((await taken).taken).toBe(offered)
    expect(await Promise.all(given.map(one => problemIn('revoke', one)))).toEqual(offered ? [undefined] : [])
    expect(accounts.personOf(now.access) === undefined).toBe(offered)
  })

  test('hears of a call that is not as described', async () => {
    const [asked] = (await signIn()).asked
    if (!asked) throw new Error('it was asked')
    const problem = (change: Partial<AskedForTokens>) => problemIn('exchange', { ...asked, ...change })
    expect(await problem({ method: 'GET' })).toContain('it is GET')
    expect(await problem({ path: `${asked.path}?code=x` })).toContain('is not its address')
    expect(await problem({ headers: { ...asked.headers, 'x-debug': '1' } })).toContain('“x-debug”')
    expect(await problem({ headers: { ...asked.headers, 'content-type': 'text/plain' } })).toContain('the body is not')
    const other = asked.headers.authorization ? '' : 'Basic eDp5'
    expect(await problem({ headers: { ...asked.headers, authorization: other } })).toContain('who asks')
    expect(await problem({ body: asked.body.replace('authorization_code', 'password') })).toContain('not as described')
    expect(await problem({ body: asked.body.replace('redirect_uri', 'redirect_url') })).toContain('not as described')
  })
})

const placed = (settings: Settings, site: string): Settings =>
  Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [
      name,
      typeof value === 'string' && URL.canParse(value) ? site : value,
    ]),
  )
