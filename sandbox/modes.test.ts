/** Each played service can be made ill from its own page, without a line of code. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type RunningSandbox, startSandbox } from './serve.ts'

let sandbox: RunningSandbox
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 })
})
afterAll(() => sandbox.stop())
beforeEach(() => press({ mode: 'well' }))

const played = () => sandbox.service('jira')
const post = (path: string, form: Record<string, string>) =>
  fetch(`${sandbox.origin}/jira/${path}`, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' })
const press = async (form: Record<string, string>): Promise<string> => (await post('', form)).text()

/** Where the played cloud gives tokens. */
function tokenPath(): string {
  const oauth = played().oauths.find(one => one.token.path === '/oauth/token')
  return `${oauth?.token.address}${oauth?.token.path}`
}

interface Tokens {
  readonly status: number
  readonly access_token: string
  readonly refresh_token?: string
}

async function token(form: Record<string, string>): Promise<Tokens> {
  const answer = await post(tokenPath(), form)
  return { ...((await answer.json()) as Tokens), status: answer.status }
}

function signIn(): Promise<Tokens> {
  const [person] = played().sandbox.people
  if (!person) throw new Error('somebody can sign in')
  const code = played().accounts.giveCode(person, 'https://x.example/', undefined)
  return token({ grant_type: 'authorization_code', code, redirect_uri: 'https://x.example/' })
}
const renew = (tokens: Tokens): Promise<Tokens> =>
  token({ grant_type: 'refresh_token', refresh_token: tokens.refresh_token ?? '' })
const me = async ({ access_token }: Tokens): Promise<number> =>
  (
    await fetch(`${sandbox.origin}/jira/api/rest/api/3/myself`, {
      headers: { authorization: `Bearer ${access_token}` },
    })
  ).status

test('its page has a button for every way to be ill, and says which is pressed', async () => {
  const tokens = await signIn()
  expect(await me(tokens)).toBe(200)
  const seen: Record<string, number> = {}
  for (const mode of ['broken', 'busy', 'signed_out']) {
    expect(await press({ mode })).toContain(`value="${mode}" aria-pressed="true"`)
    seen[mode] = await me(tokens)
  }
  expect(seen).toEqual({ broken: 500, busy: 429, signed_out: 401 })
  await press({ mode: 'well' })
  expect(await me(tokens)).toBe(200)
  expect(await press({ mode: 'on fire' })).toContain('value="well" aria-pressed="true"')
})

test('it fails in the middle, as often as it was told, and not while signing in', async () => {
  const tokens = await signIn()
  expect(await press({ after: '1', times: '2', status: '401' })).toContain('2 will fail with 401')
  const seen = [await me(tokens), (await signIn()).status, await me(tokens), await me(tokens), await me(tokens)]
  expect(seen).toEqual([200, 200, 401, 401, 200])
  expect(await press({ after: '1', times: 'x', status: '401' })).toContain('Whole numbers')
  expect(await press({ after: '0', times: '1', status: '200' })).toContain('between 400 and 599')
  expect(await me(tokens)).toBe(200)
})

test('refresh tokens rotate, stay or never end, as is chosen', async () => {
  await press({ refresh: 'rotates' })
  const first = await signIn()
  const second = await renew(first)
  expect(second.refresh_token).not.toBe(first.refresh_token)
  await press({ refresh: 'fixed' })
  const third = await renew(second)
  expect(third).toMatchObject({ status: 200 })
  expect(third.refresh_token).toBeUndefined()
  expect((await renew(second)).status).toBe(200)
  await press({ refresh: 'none' })
  expect(await signIn()).not.toHaveProperty('expires_in')
  await press({ refresh: 'rotates' })
})

test('a refresh token that was used up takes the whole grant with it, and no other', async () => {
  const [first, other] = [await signIn(), await signIn()]
  const second = await renew(first)
  expect((await renew(first)).status).toBe(403)
  expect((await renew(second)).status).toBe(403)
  expect(played().accounts.personOf(second.access_token)).toBeUndefined()
  expect((await renew(other)).status).toBe(200)
})
