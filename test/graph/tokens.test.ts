/** Where a token travels (client-calls.md 1, workplace-graph-api.md 2.2): every place that real programs put it in, alone and at once. */
import { beforeAll, expect, test } from 'vitest'
import { run, sql } from '../../server/platform/db.ts'
import { useDatabase } from '../harness/database.ts'
import { type GraphAsk, type Program, usePrograms } from '../harness/program.ts'
import { useServer } from '../harness/server.ts'

const database = useDatabase()
const programs = usePrograms(database, useServer(database))
let program: Program
beforeAll(async () => {
  program = await programs.make(['read_content', 'manage_content'], ['operations'])
})

const group = (): string => database.cast.groups.operations
const form = { 'content-type': 'application/x-www-form-urlencoded' }
const json = { 'content-type': 'application/json' }

test('in a header with or without Bearer, in the query, a form, JSON, or in two at once', async () => {
  const { token, botId } = program
  const reads: [string, GraphAsk][] = [
    ['/me', { headers: { authorization: `Bearer ${token}` } }],
    ['/me', { headers: { authorization: `bearer   ${token} ` } }],
    ['/me', { headers: { authorization: `OAuth ${token}` } }],
    ['/me', { headers: { authorization: token } }],
    [`/me?access_token=${token}`, {}],
    [`/me?access_token=x&access_token=${token}`, {}],
    [`/me?access_token=${token}`, { headers: { authorization: `Bearer ${token}` } }],
  ]
  for (const [path, ask] of reads) {
    const answer = await programs.graph(path, ask)
    expect(answer.body, `${path} ${JSON.stringify(ask)}`).toEqual({ name: 'Robot', id: botId })
  }
  const writes: [string, GraphAsk][] = [
    [`/${group()}/feed`, { headers: form, payload: `message=a&access_token=${token}` }],
    [`/${group()}/feed`, { payload: `message=b&access_token=${token}` }],
    [`/${group()}/feed`, { headers: json, payload: JSON.stringify({ message: 'c', access_token: token }) }],
    [`/${group()}/feed?access_token=${token}&message=d`, {}],
    [`/${group()}/feed?access_token=${token}`, { headers: form, payload: `message=e&access_token=${token}` }],
  ]
  for (const [path, ask] of writes) {
    const answer = await programs.graph(path, { ...ask, method: 'POST' })
    expect(answer.body, JSON.stringify(ask)).toEqual({ id: expect.stringMatching(new RegExp(`^${group()}_\\d+$`)) })
  }
})

test('two that differ, none, and one that is nobody’s', async () => {
  const { token } = program
  const two = await programs.graph('/me?access_token=other', { token })
  expect(two).toMatchObject({ status: 400, body: { error: { code: 100, type: 'OAuthException' } } })
  const none = await programs.graph('/me')
  expect(none).toMatchObject({ status: 400, body: { error: { code: 2500, type: 'OAuthException' } } })
  const nobody = await programs.graph('/me', { token: 'EAAnobody' })
  expect(nobody).toMatchObject({ status: 400, body: { error: { code: 190, error_subcode: 467 } } })
  expect(JSON.stringify([two.body, none.body, nobody.body])).not.toContain(token)
})

test('an app’s own token, with its bar as it is and percent-encoded, and never a person’s cookie', async () => {
  const { appId, secret } = program
  const own = `${appId}|${secret}`
  for (const answer of [
    await programs.graph('/app', { token: own }),
    await programs.graph(`/app?access_token=${encodeURIComponent(own)}`),
    await programs.graph(`/${appId}?access_token=${own}`),
  ])
    expect(answer).toMatchObject({ status: 200, body: { id: appId } })
  const wrong = await programs.graph('/app', { token: `${appId}|${'0'.repeat(32)}` })
  const strange = await programs.graph('/app', { token: `123456789012345|${secret}` })
  expect(wrong).toMatchObject({ status: 400, body: { error: { code: 190 } } })
  expect(strange.body.error.message).toBe(wrong.body.error.message)
  // What is not an app's business is not there for it.
  const group = await programs.graph(`/${database.cast.groups.operations}`, { token: own })
  expect(group).toMatchObject({ status: 400, body: { error: { code: 100, error_subcode: 33 } } })
})

test('a token that was looked into, and one that ended', async () => {
  const { appId, secret, token, botId } = program
  const looked = await programs.graph(`/debug_token?input_token=${token}&access_token=${appId}%7C${secret}`)
  expect(looked.body.data).toMatchObject({ app_id: appId, is_valid: true, type: 'PAGE', profile_id: botId })
  expect(looked.body.data.scopes).toEqual(['read_group', 'write_group'])
  const stranger = await programs.make(['read_content'], ['operations'], 'Stranger')
  const foreign = await programs.graph(`/debug_token?input_token=${stranger.token}`, { token: `${appId}|${secret}` })
  const never = await programs.graph('/debug_token?input_token=never', { token: `${appId}|${secret}` })
  expect(foreign.body).toEqual(never.body)
  expect(foreign.body.data.is_valid).toBe(false)
  await run(sql`update installations set state = 'disabled' where id = ${stranger.installationId}`)
  expect((await programs.graph('/me', { token: stranger.token })).body.error).toMatchObject({ code: 190 })
})
