/** Endpoints that mean harm, or are broken beyond what a server should be (threats.md A01 to A03, A22, A23). */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer as createTlsServer } from 'node:tls'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { canMakeCertificates, makeCertificate } from '../../../test/harness/certificate.ts'
import { until, useDatabase } from '../../../test/harness/database.ts'
import { makeProgram, type TestProgram } from '../../../test/harness/subscriber.ts'
import { rows, run, sql } from '../../platform/db.ts'
import { configureOutbound } from '../../platform/outbound.ts'
import { startDeliveries } from '../../work/deliveries.ts'
import { createPost } from '../posts/create-post.ts'

const database = useDatabase()
/** For these tests 127.10.0.0/16 is the public internet, and the rest of loopback is inside. */
const isPublic = (address: string): boolean => address.startsWith('127.10.')
const open = new Set<Socket>()
let program: TestProgram
let sender: { stop(): Promise<void> }
let endpoint: Server
let asked: string[] = []
let leadsTo = '127.10.0.1'
let behave: (socket: Socket) => void = () => {}

const listen = (server: Server, port = 0): Promise<number> =>
  new Promise(resolve => server.listen(port, '127.10.0.1', () => resolve((server.address() as { port: number }).port)))

/** Speaks in bytes: shakes hands, and then does to each delivery what the test says. */
function onConnection(socket: Socket): void {
  open.add(socket)
  socket.on('error', () => {})
  socket.on('data', data => {
    const text = data.toString('latin1')
    const challenge = /^GET .*hub\.challenge=(\d+)/.exec(text)?.[1]
    if (challenge) {
      socket.end(`HTTP/1.1 200 OK\r\ncontent-length: ${challenge.length}\r\nconnection: close\r\n\r\n${challenge}`)
      return
    }
    asked.push(text)
    behave(socket)
  })
}

beforeAll(async () => {
  endpoint = createServer(onConnection)
  const port = await listen(endpoint)
  configureOutbound({ allow: [`evil.test:${port}`], isPublic, lookup: async () => [leadsTo] })
  program = await makeProgram(database, 'Echo', ['read_content'], ['workshop'])
  await program.subscribe('group', ['posts'], `http://evil.test:${port}/hook`)
  sender = startDeliveries(() => {})
})
afterAll(async () => {
  for (const socket of open) socket.destroy()
  endpoint.close()
  await sender.stop()
})
beforeEach(async () => {
  asked = []
  leadsTo = '127.10.0.1'
  for (const table of ['deliveries', 'delivery_attempts', 'webhook_health'])
    await run({ text: `delete from ${table}`, values: [] })
})

interface Outcome {
  outcome: string
  response_class: string | null
  status: number | null
  duration_ms: number | null
  wait: number | null
}
async function told(): Promise<Outcome> {
  await createPost(database.as('noor'), { groupId: database.cast.groups.workshop, text: 'hello' })
  const found = (): Promise<Outcome[]> =>
    rows(sql`
      select outcome, response_class, status, duration_ms, extract(epoch from next_at - now())::float8 as wait from deliveries where attempts > 0`)
  await until(async () => (await found()).length === 1)
  const [row] = await found()
  if (!row) throw new Error('it was tried')
  // What is retried at once does not disturb the next test.
  await run(sql`delete from deliveries`)
  return row
}
const says = (text: string) => (socket: Socket) => void socket.write(text)

describe('an answer counts by its status, whatever follows', () => {
  test('a body that drips for ever holds nobody', async () => {
    behave = socket => {
      socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n')
      const drip = setInterval(() => socket.write('1\r\nx\r\n'), 100)
      socket.once('close', () => clearInterval(drip))
    }
    const row = await told()
    expect(row).toMatchObject({ outcome: 'delivered', status: 200 })
    expect(row.duration_ms).toBeLessThan(4_000)
    expect(asked).toHaveLength(1)
  })

  test.each([
    ['one that breaks off', 'HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\nhalf', true],
    ['a huge one', `HTTP/1.1 200 OK\r\ncontent-length: 90000000000\r\n\r\n${'x'.repeat(200_000)}`, false],
    [
      'one packed tight',
      'HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 4\r\n\r\n\x1f\x8b\x08\x00',
      false,
    ],
    ['one that is no text', 'HTTP/1.1 200 OK\r\ncontent-length: 8\r\n\r\n\x00\x00\ud83d\xff\x00\u202e', false],
  ])('%s', async (_, answer, ends) => {
    behave = socket => (ends ? socket.end(answer) : socket.write(answer))
    expect(await told()).toMatchObject({ outcome: 'delivered', status: 200 })
    const [attempt] = await rows<{ response_body: string }>(sql`select response_body from delivery_attempts`)
    expect(attempt?.response_body.length).toBeLessThanOrEqual(4_096)
    expect(attempt?.response_body).not.toMatch(/[\0\u202e]/)
  })
})

test.each([
  ['a redirect inside', 'HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n', '3xx'],
  [
    'another protocol',
    'HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n',
    'unreachable',
  ],
  ['a status nobody knows', 'HTTP/1.1 999 Odd\r\ncontent-length: 0\r\n\r\n', '5xx'],
  ['headers without end', `HTTP/1.1 200 OK\r\n${`x-${'y'.repeat(200)}: z\r\n`.repeat(400)}\r\n`, 'unreachable'],
  ['no HTTP at all', 'SSH-2.0-OpenSSH_9.6\r\n', 'unreachable'],
])('what is no success is a failure: %s', async (_, answer, responseClass) => {
  behave = says(answer)
  expect(await told()).toMatchObject({ outcome: 'retrying', response_class: responseClass })
})

test('Retry-After of a year is half a day, of nonsense nothing', async () => {
  for (const [asks, least, most] of [
    ['31536000', 43_190, 43_210],
    ['Fri, 31 Dec 9999 23:59:59 GMT', 43_190, 43_210],
    ['-1', -1, 10],
    ['1e99', -1, 10],
  ] as const) {
    await run(sql`delete from webhook_health`)
    behave = says(`HTTP/1.1 429 Slow down\r\nretry-after: ${asks}\r\ncontent-length: 0\r\n\r\n`)
    const { wait } = await told()
    expect(wait, asks).toBeGreaterThan(least)
    expect(wait, asks).toBeLessThan(most)
    // Written after the attempt: what came later would let the next one rest.
    await until(async () => (await rows(sql`select from webhook_health`)).length === 1)
  }
})

test('a name that leads inside after it was admitted is not connected to', async () => {
  let inside = 0
  const trap = createServer(socket => {
    inside++
    socket.destroy()
  })
  const { port } = endpoint.address() as { port: number }
  await new Promise<void>(resolve => trap.listen(port, '127.0.0.1', resolve))
  configureOutbound({ allow: [], isPublic, lookup: async () => [leadsTo] })
  behave = says('HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n')
  expect(await told()).toMatchObject({ outcome: 'delivered' })
  leadsTo = '127.0.0.1'
  expect(await told()).toMatchObject({ outcome: 'retrying', response_class: 'unreachable', status: null })
  expect(inside).toBe(0)
  trap.close()
})

test.skipIf(!canMakeCertificates)(
  'a certificate nobody vouches for: the connection ends before anything is said',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'passerelle-hostile-'))
    const cert = makeCertificate(folder, 'own', ['evil.test'])
    const secure = createTlsServer(
      { cert: readFileSync(cert), key: readFileSync(cert.replace(/crt$/, 'key')) },
      onConnection,
    )
    secure.on('tlsClientError', () => {})
    const port = await listen(secure)
    await run(sql`update webhook_subscriptions set callback_url = ${`https://evil.test:${port}/hook`}`)
    expect(await told()).toMatchObject({ outcome: 'retrying', response_class: 'unreachable', status: null })
    expect(asked).toEqual([])
    secure.close()
    rmSync(folder, { recursive: true })
  },
)
