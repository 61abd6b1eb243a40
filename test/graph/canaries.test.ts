/**
 * The canary sweep of what stands (threats.md A12): each kind of secret travels in every way it can, well and ill; then it is looked for in the log, in every
 * row of every table, in the API log and in everything that was answered. What a search can find is shown first.
 */
import pg from 'pg'
import { beforeAll, expect, test } from 'vitest'
import { flushApiLog } from '../../server/domain/api-log/log-call.ts'
import { addUp } from '../../server/domain/api-log/usage.ts'
import { endTokens, issueToken } from '../../server/domain/integrations/access-tokens.ts'
import { appById, resetSecret, secretsOf } from '../../server/domain/integrations/apps.ts'
import { proofOf } from '../../server/http/graph/proof.ts'
import { useDatabase } from '../harness/database.ts'
import { keptLog } from '../harness/log.ts'
import { type GraphAsk, type Program, usePrograms } from '../harness/program.ts'
import { useServer } from '../harness/server.ts'
import { rowsWith } from '../harness/sweep.ts'

const { logged, log } = keptLog()
const database = useDatabase()
const server = useServer(database, log)
const programs = usePrograms(database, server)
const answered: string[] = []
let program: Program
let secrets: Record<string, string> = {}

const ask = async (path: string, asked: GraphAsk = {}): Promise<void> => {
  const { body } = await programs.graph(path, asked)
  answered.push(JSON.stringify(body))
}

beforeAll(async () => {
  program = await programs.make(['read_content', 'manage_content', 'read_members'], ['operations'], 'Canary')
  const before = program.secret
  await resetSecret(program.appId, 24)
  const app = await appById(program.appId)
  const cookie = await server.cookie('ana')
  const seconds = String(Math.floor(Date.now() / 1_000))
  secrets = {
    token: program.token,
    'old token': await issueToken(
      { communityId: database.cast.communityId, installationId: program.installationId },
      database.cast.people.ana.memberId,
      1,
    ),
    secret: app ? (secretsOf(app)[0] ?? '') : '',
    'previous secret': before,
    'plain proof': proofOf(before, program.token, undefined),
    'timed proof': proofOf(before, program.token, seconds),
    session: cookie.split('=')[1] ?? '',
    'wrong token': 'CANARYwrongtoken0123456789',
    'wrong secret': 'canary0wrong0secret0123456789abc',
  }
  const group = database.cast.groups.operations
  const { token } = program
  const proof = `appsecret_proof=${secrets['plain proof']}`
  const timed = `appsecret_proof=${secrets['timed proof']}&appsecret_time=${seconds}`
  const app0 = `${program.appId}|${secrets.secret}`
  await ask('/me', { token, headers: { cookie } })
  for (const path of [
    `/Users?${proof}`,
    `/Users?access_token=${token}&${timed}`,
    '/Users/1?access_token=CANARYwrongtoken0123456789',
  ])
    answered.push(
      (
        await server.app.inject({
          method: 'PUT',
          url: `/scim/v2${path}`,
          payload: { userName: 'a', token },
          headers: { authorization: `Bearer ${token}` },
        })
      ).body,
    )
  await ask(`/${group}?${proof}`, { token })
  await ask(`/nothing-here?${timed}`, { token })
  await ask(`/${group}/feed?${timed}&fields=from{`, { token })
  await ask('/me', { headers: { authorization: secrets['old token'] ?? '' } })
  await ask(`/${group}/feed`, { method: 'POST', payload: `message=Hello&access_token=${token}&${proof}` })
  await ask(`/${group}/feed`, { method: 'POST', payload: { message: '', access_token: token } })
  await ask('/', {
    method: 'POST',
    payload: {
      access_token: token,
      batch: [
        { method: 'GET', relative_url: `me?access_token=${secrets['old token']}` },
        { method: 'GET', relative_url: 'x' },
      ],
    },
  })
  await ask(`/debug_token?input_token=${token}`, { token: app0 })
  await ask('/app', { token: app0 })
  await ask('/app', { token: `${program.appId}|${secrets['wrong secret']}` })
  await ask(`/oauth/access_token?client_id=${program.appId}&client_secret=${secrets['wrong secret']}`)
  await ask(
    `/oauth/access_token?client_id=${program.appId}&client_secret=${secrets.secret}&grant_type=authorization_code&code=never`,
  )
  await ask('/me', { token: secrets['wrong token'] })
  await ask(`/me?access_token=${secrets['wrong token']}&access_token=x`, { token })
  await ask(`/${group}?${proof.slice(0, -1)}0`, { token })
  // A fault: its stack goes to the log, with whatever hangs on it.
  const owner = new pg.Client({ connectionString: database.ownerUrl })
  await owner.connect()
  for (const table of ['groups', 'access_tokens']) {
    await owner.query(`revoke select on ${table} from passerelle_app`)
    await ask(`/${group}?${timed}`, { token })
    await owner.query(`grant select on ${table} to passerelle_app`)
  }
  await owner.end()
  await endTokens({ communityId: database.cast.communityId, installationId: program.installationId })
  await ask('/me', { token })
  await flushApiLog()
  await addUp()
})

test('a search finds what is there', async () => {
  expect(logged.join('')).toContain('"path":"/graph"')
  expect(logged.join('')).toContain('permission denied')
  expect(await rowsWith('nothing-here')).not.toEqual([])
  expect(answered.join('')).toContain(program.botId)
})

test('and none of the secrets: not in the log, not in a row, not in an answer', async () => {
  for (const [name, secret] of Object.entries(secrets)) {
    expect(secret.length, name).toBeGreaterThan(15)
    expect(
      logged.filter(line => line.includes(secret)),
      `${name} in the log`,
    ).toEqual([])
    expect(await rowsWith(secret), `${name} in a row`).toEqual([])
    expect(
      answered.filter(body => body.includes(secret)),
      `${name} in an answer`,
    ).toEqual([])
  }
})
