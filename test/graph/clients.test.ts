/** Real clients of the Graph, unchanged, against the real program on a port of this machine (client-calls.md 4): what they ask, and what they make of our answers. */
import { createServer } from 'node:http'
import { MessengerClient } from 'messaging-api-messenger'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { proofOf } from '../../server/http/graph/proof.ts'
import { asServed, useDatabase } from '../harness/database.ts'
import { freePort } from '../harness/free-port.ts'
import { type Program, usePrograms } from '../harness/program.ts'
import { useRealProgram } from '../harness/real-program.ts'
import { useServer } from '../harness/server.ts'
import { businessSdk, fbgraph, passportFacebook } from './clients.ts'

const database = useDatabase(asServed)
const programs = usePrograms(database, useServer(database))
/** The whole machine's own name leads to the Graph: as it is where a host of the Graph's own is called. */
const hookPort = await freePort()
const receiver = `http://127.0.0.1:${hookPort}`
const real = useRealProgram(database, () => ({ HOSTS: 'localhost=graph', inside: `127.0.0.1:${hookPort}` }))
/** A program's own server: it knows one word. */
const shaken: { mode: string | null; token: string | null }[] = []
const hook = createServer(async (request, response) => {
  const { searchParams: said } = new URL(request.url ?? '', receiver)
  // One real receiver takes its time, and asks us something before it answers (client-calls.md 3, fb-messenger-bot).
  if (said.get('hub.verify_token') === 'a-slow-word') {
    await new Promise(resolve => setTimeout(resolve, 3_000))
    const time = String(Math.floor(Date.now() / 1_000))
    const proven = `access_token=${program.token}&appsecret_time=${time}&appsecret_proof=${proofOf(program.secret, program.token, time)}`
    const asked = await fetch(
      `${real.origin}/me/subscribed_apps?${proven}&subscribed_fields=messages,messaging_postbacks`,
      { method: 'POST' },
    )
    const { success } = (await asked.json()) as { success?: boolean }
    return response.writeHead(success ? 200 : 400).end(said.get('hub.challenge'))
  }
  if (said.get('hub.verify_token') !== 'a-word') return response.writeHead(403).end()
  shaken.push({ mode: said.get('hub.mode'), token: said.get('hub.verify_token') })
  response.end(said.get('hub.challenge'))
})
beforeAll(() => new Promise<void>(resolve => void hook.listen(hookPort, '127.0.0.1', resolve)))
afterAll(() => {
  hook.closeAllConnections()
  hook.close()
})
let program: Program
beforeAll(async () => {
  program = await programs.make(['read_content', 'manage_content', 'read_members', 'read_email'], ['operations'])
})
const group = (): string => database.cast.groups.operations

describe('fbgraph 1.4: plain proof, forms without a type, DELETE said as POST', () => {
  const client = () => fbgraph(real.origin, program.token, program.secret)

  test('reads, pages, posts, deletes', async () => {
    const graph = client()
    expect(await graph.get('/me', { fields: 'name' })).toEqual({ name: 'Robot', id: program.botId })
    const made = await graph.post(`/${group()}/feed`, { message: 'From fbgraph & co' })
    await graph.post(`/${group()}/feed`, { message: 'And another' })
    const first = await graph.get(`${group()}/feed`, { fields: 'message', limit: 1 })
    const second = await graph.get(String((first.paging as unknown as { next: string }).next), {})
    expect([first, second].map(page => page.data[0]?.message)).toEqual(['And another', 'From fbgraph & co'])
    expect(await graph.del(String(made.id))).toEqual({ success: true })
    await expect(graph.get(String(made.id), {})).rejects.toMatchObject({ code: 100, type: 'GraphMethodException' })
  })

  test('asks several at once, and exchanges its token for a long one', async () => {
    const graph = client()
    const answers = (await graph.batch([
      { method: 'GET', relative_url: 'me?fields=id' },
      { method: 'GET', relative_url: `${group()}?fields=name` },
      { method: 'POST', relative_url: `${group()}/feed`, body: 'message=in+a+batch' },
    ])) as unknown as { code: number; body: string }[]
    expect(answers.map(one => one.code)).toEqual([200, 200, 200])
    expect(JSON.parse(answers[1]?.body ?? '')).toEqual({ name: 'Operations', id: group() })
    const exchanged = await graph.get('/oauth/access_token', {
      client_id: program.appId,
      client_secret: program.secret,
      grant_type: 'fb_exchange_token',
      fb_exchange_token: program.token,
    })
    expect(exchanged).toMatchObject({ access_token: program.token })
  })
})

describe('facebook-nodejs-business-sdk 24: JSON bodies, cursors, a batch with nothing behind the version', () => {
  test('reads an object, walks an edge, creates and deletes', async () => {
    const { api, group: groupOf, post } = businessSdk(real.origin, program.token)
    expect((await api.call('GET', ['me'], { fields: 'name' })).name).toBe('Robot')
    const read = await groupOf(group()).get(['name', 'privacy', 'no_such_field'])
    expect(read._data).toMatchObject({ name: 'Operations', privacy: 'CLOSED', id: group() })
    const texts = ['b1', 'b2', 'b3']
    const made = []
    for (const message of texts) made.push(await groupOf(group()).createFeed([], { message }))
    let page = await groupOf(group()).getFeed(['message'], { limit: 2 })
    const found = page.map(one => one._data.message)
    expect(page.hasNext()).toBe(true)
    page = await page.next()
    expect([...found, ...page.map(one => one._data.message)].slice(0, 3)).toEqual(texts.toReversed())
    await post(String(made[0]?.id)).delete()
    await expect(api.call('GET', [String(made[0]?.id)])).rejects.toMatchObject({ status: 400 })
  })

  test('asks several at once', async () => {
    const { api, Batch } = businessSdk(real.origin, program.token)
    const batch = new Batch(api)
    const bodies: unknown[] = []
    const failed: unknown[] = []
    batch.add(
      'GET',
      ['me'],
      { fields: 'id' },
      null,
      one => bodies.push(one.body),
      one => failed.push(one),
    )
    batch.add(
      'POST',
      [group(), 'feed'],
      { message: 'batched' },
      null,
      one => bodies.push(one.body),
      one => failed.push(one),
    )
    batch.add(
      'GET',
      ['123456789012345'],
      {},
      null,
      one => bodies.push(one.body),
      one => failed.push(one),
    )
    await batch.execute()
    expect(bodies).toEqual([{ id: program.botId }, { id: expect.stringMatching(new RegExp(`^${group()}_`)) }])
    expect(failed).toHaveLength(1)
  })
})

describe('messaging-api-messenger 1.1: plain proof on every call, JSON, its own batch', () => {
  const client = () =>
    new MessengerClient({
      accessToken: program.token,
      appId: program.appId,
      appSecret: program.secret,
      version: '3.2',
      origin: real.origin,
    })

  test('who it is, what its token is, who somebody is, several at once', async () => {
    expect(await client().getPageInfo({ fields: ['id', 'name'] })).toEqual({ id: program.botId, name: 'Robot' })
    expect(await client().debugToken()).toMatchObject({ appId: program.appId, isValid: true, type: 'PAGE' })
    const { ana } = database.cast.people
    expect(await client().getUserProfile(ana.memberId)).toMatchObject({
      id: ana.memberId,
      firstName: 'Ana',
      lastName: 'Ferreira',
    })
    const answers = await client().sendBatch([
      { method: 'GET' as never, relativeUrl: 'me?fields=id' },
      { method: 'GET' as never, relativeUrl: `${group()}?fields=name` },
    ])
    expect(answers.map(one => [one.code, one.body])).toEqual([
      [200, { id: program.botId }],
      [200, { name: 'Operations', id: group() }],
    ])
  })

  test('asks for webhooks and reads what it asked for; an address that does not shake hands is refused', async () => {
    const callbackUrl = `${receiver}/hook`
    expect(await client().getSubscriptions()).toEqual([])
    const accessToken = `${program.appId}|${program.secret}`
    const asked = { accessToken, callbackUrl, verifyToken: 'a-word', fields: ['messages', 'messaging_postbacks'] }
    expect(await client().createSubscription(asked)).toEqual({ success: true })
    expect(shaken).toEqual([{ mode: 'subscribe', token: 'a-word' }])
    expect(await client().getPageSubscription()).toEqual({
      ...{ object: 'page', active: true, callbackUrl },
      fields: [expect.objectContaining({ name: 'messages' }), expect.objectContaining({ name: 'messaging_postbacks' })],
    })
    await expect(client().createSubscription({ ...asked, verifyToken: 'another' })).rejects.toThrow(
      /^Messenger API - 2200 /,
    )
    expect(await client().getPageSubscription()).toMatchObject({ callbackUrl })
  })

  test('a receiver that takes three seconds and calls back first shakes hands as well', async () => {
    const asked = { callbackUrl: `${receiver}/hook`, verifyToken: 'a-slow-word', fields: ['messages'] }
    const accessToken = `${program.appId}|${program.secret}`
    expect(await client().createSubscription({ ...asked, accessToken })).toEqual({ success: true })
  })

  test('says our error with its number, type and words', async () => {
    await expect(client().getUserProfile('123456789012345')).rejects.toThrow(
      /^Messenger API - 100 GraphMethodException Unsupported get request/,
    )
  })
})

describe('passport-facebook 3: its profile call, and what it makes of errors', () => {
  // Through its dialog it goes in a browser: test/journeys/log-in.test.ts.
  test('the profile, with the proof it is told to send', async () => {
    const strategy = passportFacebook(real.origin, program)
    const profile = await new Promise((resolve, reject) =>
      strategy.userProfile(program.token, (error, found) => (error ? reject(error) : resolve(found))),
    )
    expect(profile).toMatchObject({
      id: program.botId,
      displayName: 'Robot',
      provider: 'facebook',
      photos: [{ value: expect.stringMatching(/^http/) }],
    })
  })

  test('a token and a code that are none end in its own errors, with our numbers', async () => {
    const strategy = passportFacebook(real.origin, program)
    const refused = await new Promise(resolve => strategy.userProfile('EAAnobody', error => resolve(error)))
    expect(refused).toMatchObject({
      name: 'FacebookGraphAPIError',
      code: 190,
      type: 'OAuthException',
      subcode: 467,
      traceID: expect.any(String),
    })
    const failed = await new Promise<{ statusCode: number; data: string }>(resolve =>
      strategy._oauth2.getOAuthAccessToken(
        'never',
        { grant_type: 'authorization_code', redirect_uri: 'https://program.example/back' },
        error => {
          if (error) resolve(error)
        },
      ),
    )
    expect(strategy.parseErrorResponse(failed.data, failed.statusCode)).toMatchObject({
      name: 'FacebookTokenError',
      code: 100,
      type: 'OAuthException',
    })
  })
})
