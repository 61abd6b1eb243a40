/** People who sign in to a program of their company's: the dialog, the code, the token and its end; devices; id tokens (workplace-graph-api.md 6, threats.md A08, A09, A11). */
import { createHash, createVerify } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { changeLogIn, createToken } from '../../contract/api/custom-integrations.ts'
import { answerLogIn, endLogIn, listLogIns, openLogIn, openTyped } from '../../contract/api/log-ins.ts'
import { killIntegration } from '../../contract/api/receipts.ts'
import type { CastName } from '../../sandbox/cast.ts'
import { appById } from '../../server/domain/integrations/apps.ts'
import { forgetOldLogIns } from '../../server/domain/log-ins/kept-log-ins.ts'
import { proofOf } from '../../server/http/graph/proof.ts'
import { publicOrigin } from '../../server/platform/addresses.ts'
import { one, run, sql } from '../../server/platform/db.ts'
import { asServed, useDatabase } from '../harness/database.ts'
import { type Program, usePrograms } from '../harness/program.ts'
import { useServer } from '../harness/server.ts'
import { rowsWith } from '../harness/sweep.ts'

const database = useDatabase(asServed)
const server = useServer(database)
const programs = usePrograms(database, server)
const back = 'https://program.example/back?page=1'
let program: Program
let other: Program
let clientToken = ''

beforeAll(async () => {
  program = await programs.make([], 'all', 'Canteen')
  other = await programs.make([], 'all', 'Other')
  for (const one of [program, other]) await register(one, [back, 'https://program.example/other'], true)
  clientToken = `${program.appId}|${(await appById(program.appId))?.client_token}`
})
beforeEach(() => run(sql`delete from sign_in_failures`))

const register = (of: Program, addresses: string[], devices = false) =>
  server.call('ana', changeLogIn, { params: { integrationKey: of.appId }, body: { addresses, devices } })

const asked = (more: object = {}) => ({
  body: { clientId: program.appId, redirectUri: back, responseType: 'code', state: 's1', ...more },
})
/** What the dialog's browser goes on to. */
async function allowed(who: CastName = 'noor', more: object = {}): Promise<URL> {
  const { id } = await server.call(who, openLogIn, asked(more))
  const { address } = await server.call(who, answerLogIn, { params: { logInId: id }, body: { allowed: true } })
  return new URL(address ?? '')
}
const codeOf = (address: URL): string => address.searchParams.get('code') ?? ''
const exchange = (code: string, more: Record<string, string> = {}, as = program) =>
  programs.graph('/v3.2/oauth/access_token', {
    method: 'POST',
    payload: new URLSearchParams({
      ...{ grant_type: 'authorization_code', client_id: as.appId, client_secret: as.secret },
      ...{ redirect_uri: back, code, ...more },
    }).toString(),
  })
const me = (token: string, path = '/me?fields=id,name,email,community') => programs.graph(path, { token })
const tokenFor = async (who: CastName = 'noor', more: object = {}): Promise<string> =>
  (await exchange(codeOf(await allowed(who, more)))).body.access_token

describe('the dialog', () => {
  test('says what asks and for what, and leads back to the registered address with code and state', async () => {
    const opened = await server.call('noor', openLogIn, asked({ scope: 'openid,email,user_friends' }))
    expect(opened).toMatchObject({ program: { name: 'Canteen' }, returnHost: 'program.example', sharesEmail: true })
    const address = await allowed('noor', { scope: 'email' })
    expect([
      address.origin + address.pathname,
      address.searchParams.get('page'),
      address.searchParams.get('state'),
    ]).toEqual(['https://program.example/back', '1', 's1'])
    const { body } = await exchange(codeOf(address))
    expect(body).toEqual({ access_token: expect.any(String), token_type: 'bearer', expires_in: 5_184_000 })
    const { noor } = database.cast.people
    expect((await me(body.access_token)).body).toEqual({
      ...{ id: noor.memberId, name: 'Noor Haddad', email: 'noor@cobalt.example' },
      community: { id: database.cast.communityId, name: 'Cobalt & Fils' },
    })
    expect((await me(await tokenFor('noor'))).body, 'without the scope, no address').not.toHaveProperty('email')
  })

  test('a no leads back with the error that libraries look for, and with no code', async () => {
    const { id } = await server.call('noor', openLogIn, asked())
    const { address } = await server.call('noor', answerLogIn, { params: { logInId: id }, body: { allowed: false } })
    expect(Object.fromEntries(new URL(address ?? '').searchParams)).toEqual({
      ...{ page: '1', error: 'access_denied', error_code: '200', error_description: 'Permissions error' },
      ...{ error_reason: 'user_denied', state: 's1' },
    })
    expect((await server.refused('noor', answerLogIn, { params: { logInId: id }, body: { allowed: true } })).code).toBe(
      'log_in_over',
    )
  })

  test.each([
    ['an address with more behind it', { redirectUri: `${back}&x=1` }, 'log_in_address'],
    ['another case of it', { redirectUri: back.replace('/back', '/Back') }, 'log_in_address'],
    ['a place beside it', { redirectUri: 'https://program.example.evil.example/back?page=1' }, 'log_in_address'],
    ['its host with a name in front', { redirectUri: 'https://program.example@evil.example/back' }, 'log_in_address'],
    ['no address', { redirectUri: '' }, 'log_in_address'],
    ['a token in the address', { responseType: 'token' }, 'log_in_unlike'],
    ['an id token in the address', { responseType: 'id_token' }, 'log_in_unlike'],
    ['a plain challenge', { codeChallenge: 'a'.repeat(43), codeChallengeMethod: 'plain' }, 'log_in_unlike'],
    ['a challenge without its kind', { codeChallenge: 'a'.repeat(43) }, 'log_in_unlike'],
    ['a program that is none', { clientId: '123456789' }, 'log_in_unknown'],
    ['words for a program', { clientId: "1' or 1=1" }, 'log_in_unknown'],
  ])('%s is refused, and nobody is sent anywhere', async (_, more, code) => {
    expect((await server.refused('noor', openLogIn, asked(more))).code).toBe(code)
  })

  test('a program for some groups asks those who belong to them, and is not there for others', async () => {
    const some = await programs.make([], ['leaders'], 'Leaders only')
    await register(some, [back])
    const of = asked({ clientId: some.appId })
    expect((await server.refused('zoe', openLogIn, of)).code).toBe('log_in_unknown')
    const { id } = await server.call('mei', openLogIn, of)
    const other = { params: { logInId: id }, body: { allowed: true } }
    expect((await server.refused('noor', answerLogIn, other)).code, 'not theirs to answer').toBe('log_in_over')
    server.signInAgain()
    expect((await server.refused('mei', answerLogIn, other)).code, 'another session').toBe('log_in_over')
    expect((await server.refused(undefined, openLogIn, of)).status).toBe(401)
  })

  test('what is registered is whole addresses, open to nobody else', async () => {
    for (const address of [
      'http://program.example/a',
      'https://a:b@x.example/',
      'https://*.x.example/',
      'https://x.example/#a',
      'javascript:1',
      'x',
    ])
      expect(
        (
          await server.refused('ana', changeLogIn, {
            params: { integrationKey: other.appId },
            body: { addresses: [address], devices: false },
          })
        ).code,
        address,
      ).toBe('return_address_wrong')
    const taken = await server.call('noor', openLogIn, asked({ clientId: other.appId }))
    await register(other, ['http://localhost:4000/back'])
    const answer = { params: { logInId: taken.id }, body: { allowed: true } }
    expect((await server.refused('noor', answerLogIn, answer)).code, 'taken away meanwhile').toBe('log_in_address')
    await register(other, [back], true)
    expect(
      (
        await server.refused('noor', changeLogIn, {
          params: { integrationKey: other.appId },
          body: { addresses: [], devices: false },
        })
      ).code,
    ).toBe('forbidden')
  })
})

describe('the code', () => {
  const wrong = { code: 100, type: 'OAuthException', error_subcode: 36007 }

  test('is for the app that asked, with its secret, and the address it named', async () => {
    const code = codeOf(await allowed())
    expect((await exchange(code, {}, other)).body.error).toMatchObject(wrong)
    expect((await exchange(code, { redirect_uri: 'https://program.example/other' })).body.error).toMatchObject(wrong)
    expect((await exchange(code, { client_secret: other.secret })).body.error.code).toBe(190)
    expect((await exchange(code, { code_verifier: 'x'.repeat(50) })).body.error).toMatchObject(wrong)
    expect((await exchange('')).body.error).toMatchObject(wrong)
    expect((await exchange(code)).body.access_token).toEqual(expect.any(String))
    expect(await rowsWith(code)).toEqual([])
  })

  test('with a challenge it needs what was hashed', async () => {
    const verifier = 'v'.repeat(64)
    const codeChallenge = createHash('sha256').update(verifier).digest('base64url')
    const code = codeOf(await allowed('noor', { codeChallenge, codeChallengeMethod: 'S256' }))
    expect((await exchange(code)).body.error).toMatchObject(wrong)
    expect((await exchange(code, { code_verifier: `${verifier}x` })).body.error).toMatchObject(wrong)
    expect((await exchange(code, { code_verifier: verifier })).status).toBe(200)
  })

  test('is over after sixty seconds', async () => {
    const code = codeOf(await allowed())
    await run(sql`update log_ins set code_ends_at = code_ends_at - interval '61 seconds' where code_used_at is null`)
    expect((await exchange(code)).body.error).toMatchObject(wrong)
  })

  test('of fifty at once one wins; that it came again ends what was given for it', async () => {
    const code = codeOf(await allowed())
    const answers = await Promise.all(Array.from({ length: 50 }, () => exchange(code)))
    const won = answers.filter(answer => answer.status === 200)
    expect(won).toHaveLength(1)
    expect((await me(won[0]?.body.access_token)).body.error).toMatchObject({ code: 190 })
  })
})

describe('the token', () => {
  test('says who somebody is and nothing else: no other person, group or word of anybody', async () => {
    const token = await tokenFor()
    const { noor, ana } = database.cast.people
    expect((await me(token, `/${noor.memberId}?fields=first_name,last_name,middle_name`)).body).toEqual({
      ...{ first_name: 'Noor', last_name: 'Haddad', id: noor.memberId },
    })
    expect((await me(token, '/me/permissions')).body).toEqual({
      data: [{ permission: 'public_profile', status: 'granted' }],
    })
    expect((await me(token, '/me/picture?redirect=false')).body.data).toMatchObject({
      is_silhouette: expect.any(Boolean),
    })
    const { operations } = database.cast.groups
    for (const path of [
      `/${ana.memberId}`,
      `/${operations}`,
      `/${operations}/feed`,
      '/community/members',
      '/community/groups',
      '/me/conversations',
      `/?ids=${ana.memberId}`,
    ])
      expect((await me(token, path)).status, path).toBe(400)
    const company = `/v3.2/company?fields=name,members,install&access_token=${token}&appsecret_proof=`
    const time = String(Math.floor(Date.now() / 1_000))
    expect(
      (await programs.graph(`${company}${proofOf(program.secret, token, time)}&appsecret_time=${time}`)).body,
    ).toEqual({
      ...{ name: 'Cobalt & Fils', id: database.cast.communityId },
    })
    const post = { token, method: 'POST', payload: { message: 'x' } }
    for (const path of [`/${operations}/feed`, '/me/feed', '/me'])
      expect((await programs.graph(path, post)).status, path).toBeGreaterThanOrEqual(400)
    const timed = proofOf(program.secret, token, undefined)
    expect((await me(token, `/me?appsecret_proof=${timed}`)).status).toBe(200)
    expect((await me(token, `/me?appsecret_proof=${timed.slice(1)}0`)).body.error.code).toBe(100)
    const debug = await programs.graph(`/debug_token?input_token=${token}`, {
      token: `${program.appId}|${program.secret}`,
    })
    expect(debug.body.data).toMatchObject({
      type: 'USER',
      user_id: noor.memberId,
      is_valid: true,
      scopes: ['public_profile'],
    })
    const strange = await programs.graph(`/debug_token?input_token=${token}`, {
      token: `${other.appId}|${other.secret}`,
    })
    expect(strange.body.data.is_valid).toBe(false)
    const longer = await exchange('', { grant_type: 'fb_exchange_token', fb_exchange_token: token })
    expect(longer.body).toMatchObject({ access_token: token, expires_in: expect.any(Number) })
    expect(await rowsWith(token)).toEqual([])
  })

  test('ends with the person’s Remove, and with the program’s giving it up', async () => {
    const token = await tokenFor('bruno')
    const kept = await server.call('bruno', listLogIns)
    expect(kept.items).toMatchObject([{ program: { name: 'Canteen' }, sharesEmail: false }])
    const mine = { params: { logInId: kept.items[0]?.id ?? '' } }
    expect((await server.refused('noor', endLogIn, mine)).code).toBe('not_found')
    expect((await me(token)).status).toBe(200)
    await server.call('bruno', endLogIn, mine)
    expect((await me(token)).body.error).toMatchObject({ code: 190, error_subcode: 467 })
    expect((await server.call('bruno', listLogIns)).items).toEqual([])
    const second = await tokenFor('bruno')
    expect((await programs.graph('/me/permissions', { token: second, method: 'DELETE' })).body).toEqual({
      success: true,
    })
    expect((await me(second)).body.error.code).toBe(190)
  })

  test('ends with seat, password, integration, plan and time', async () => {
    const token = await tokenFor('zoe')
    const { memberId, accountId } = database.cast.people.zoe
    const { communityId } = database.cast
    const [seat, account] = [sql`community_id = ${communityId} and id = ${memberId}`, sql`id = ${accountId}`]
    const installation = sql`community_id = ${communityId} and id = ${program.installationId}`
    const changes = [
      [sql`update members set active = false where ${seat}`, sql`update members set active = true where ${seat}`],
      [
        sql`update accounts set password_changed_at = now() where ${account}`,
        sql`update accounts set password_changed_at = null where ${account}`,
      ],
      [
        sql`update installations set state = 'disabled' where ${installation}`,
        sql`update installations set state = 'enabled' where ${installation}`,
      ],
      [
        sql`update communities set plan = 'essential' where id = ${communityId}`,
        sql`update communities set plan = 'advanced' where id = ${communityId}`,
      ],
      [
        sql`update log_ins set token_ends_at = token_ends_at - interval '60 days' where member_id = ${memberId}`,
        sql`update log_ins set token_ends_at = token_ends_at + interval '60 days' where member_id = ${memberId}`,
      ],
    ] as const
    for (const [ended, backAgain] of changes) {
      await run(ended)
      expect((await me(token)).body.error?.code, ended.text).toBe(190)
      await run(backAgain)
      expect((await me(token)).status, backAgain.text).toBe(200)
    }
    await run(sql`update log_ins set asked_at = asked_at - interval '2 days'`)
    await forgetOldLogIns()
    expect((await me(token)).status, 'what lasts is kept').toBe(200)
    expect((await one<{ n: number }>(sql`select count(*)::int as n from log_ins where token_hash is null`)).n).toBe(0)
  })
})

describe('devices', () => {
  const begin = (token = clientToken) =>
    programs.graph('/v2.6/device/login', { method: 'POST', payload: `access_token=${token}&scope=email` })
  const status = (code: string, token = clientToken) =>
    programs.graph('/v2.6/device/login_status', { method: 'POST', payload: `access_token=${token}&code=${code}` })

  test('a code is shown, typed, allowed; the device gets its token once', async () => {
    const { body: shown } = await begin()
    expect(shown).toEqual({
      ...{ code: expect.any(String), user_code: expect.stringMatching(/^[B-Z]{8}$/), expires_in: 420, interval: 5 },
      verification_uri: `${publicOrigin()}/device`,
    })
    expect((await status(shown.code)).body.error).toMatchObject({ code: 31, error_subcode: 1349174 })
    expect(await rowsWith(shown.code)).toEqual([])
    const typed = ` ${shown.user_code.slice(0, 4).toLowerCase()}-${shown.user_code.slice(4)} `
    const opened = await server.call('noor', openTyped, { body: { code: typed } })
    expect(opened).toMatchObject({ program: { name: 'Canteen' }, returnHost: null, sharesEmail: true })
    expect((await status(shown.code)).body.error.code).toBe(31)
    const answer = { params: { logInId: opened.id }, body: { allowed: true } }
    expect(await server.call('noor', answerLogIn, answer)).toEqual({ address: null })
    expect(
      (await status(shown.code, `${other.appId}|${(await appById(other.appId))?.client_token}`)).body.error.code,
    ).toBe(463)
    const { body } = await status(shown.code)
    expect((await me(body.access_token)).body).toMatchObject({ name: 'Noor Haddad', email: 'noor@cobalt.example' })
    expect((await status(shown.code)).body.error).toMatchObject({ code: 463, error_subcode: 1349152 })
    expect((await exchange(shown.code)).body.error.code, 'no code of the dialog').toBe(100)
  })

  test('a no, a code that is none, a secret instead of the client token, an administrator who did not allow devices', async () => {
    const { body: shown } = await begin()
    const { id } = await server.call('zoe', openTyped, { body: { code: shown.user_code } })
    await server.call('zoe', answerLogIn, { params: { logInId: id }, body: { allowed: false } })
    expect((await status(shown.code)).body.error.code).toBe(463)
    expect((await begin(`${program.appId}|${program.secret}`)).body.error.code).toBe(190)
    expect((await me(clientToken, '/app/subscriptions')).body.error.code, 'and it opens nothing else').toBe(190)
    for (let n = 0; n < 5; n++)
      expect((await server.refused('zoe', openTyped, { body: { code: 'BBBBBBBB' } })).code).toBe('typed_code_wrong')
    expect((await server.refused('zoe', openTyped, { body: { code: 'BBBBBBBB' } })).code, 'guessing').toBe(
      'sign_in_throttled',
    )
    await register(program, [back], false)
    expect((await begin()).body.error.code).toBe(3)
    await register(program, [back], true)
  })
})

test('an id token is signed by a key that everybody may read', async () => {
  const { body } = await exchange(codeOf(await allowed('noor', { scope: 'openid email', nonce: 'n-1' })))
  const [head = '', claims = '', signature = ''] = body.id_token.split('.')
  const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString())
  expect(read(claims)).toMatchObject({
    ...{ iss: 'https://workplace.com', aud: program.appId, sub: database.cast.people.noor.memberId },
    ...{ email: 'noor@cobalt.example', nonce: 'n-1' },
  })
  const { keys } = (await server.app.inject({ url: '/.well-known/openid/' })).json()
  const pem = keys[read(head).kid]
  const isRight = (text: string) =>
    createVerify('RSA-SHA256').update(text).verify(pem, Buffer.from(signature, 'base64url'))
  expect([isRight(`${head}.${claims}`), isRight(`${head}.${claims}x`)]).toEqual([true, false])
  expect(await rowsWith('PRIVATE KEY')).toEqual([])
})

test('the kill switch ends it for good, the bot’s new token does not', async () => {
  const killed = await programs.make([], 'all', 'Killed')
  await register(killed, [back])
  const given = await exchange(codeOf(await allowed('noor', { clientId: killed.appId })), {}, killed)
  const token: string = given.body.access_token
  const params = { integrationKey: killed.appId }
  await server.call('ana', createToken, { params, body: { overlapHours: 0 } })
  expect((await me(token)).status).toBe(200)
  await server.call('ana', killIntegration, { params })
  expect((await me(token)).body.error.code).toBe(190)
  await run(sql`update installations set state = 'enabled' where id = ${killed.installationId}`)
  expect((await me(token)).body.error.code).toBe(190)
})
