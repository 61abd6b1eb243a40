/** The old public names served by the process itself (design.md 3): each with its own certificate, renewed without a restart, and led to its door. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TLSSocket } from 'node:tls'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type SecureServer, secureServer } from '../../server/http/secure-server.ts'
import { serve } from '../../server/http/serve.ts'
import { StartProblem } from '../../server/platform/start-problem.ts'
import { type Certificates, openCertificates } from '../../server/platform/tls.ts'
import { canMakeCertificates, makeCertificate } from '../harness/certificate.ts'
import { until, useDatabase } from '../harness/database.ts'
import { type Program, usePrograms } from '../harness/program.ts'
import { publicUrl, useServer } from '../harness/server.ts'

const database = useDatabase()
const server = useServer(database)
const programs = usePrograms(database, server)
let program: Program
beforeAll(async () => {
  program = await programs.make(['read_content'], 'all')
})

test('HOSTS stands before the usual names', async () => {
  const app = await serve({
    publicUrl,
    trustProxy: false,
    log: pino({ level: 'silent' }),
    hosts: [
      { host: 'graph.intranet.example', door: 'web' },
      { host: '*.api.example', door: 'graph' },
    ],
  })
  const isGraph = async (host: string): Promise<boolean> => {
    const answer = await app.inject({ url: '/v3.2/me', headers: { host, authorization: `Bearer ${program.token}` } })
    return answer.body.includes(program.botId)
  }
  expect(await isGraph('eu.api.example')).toBe(true)
  expect(await isGraph('EU.API.example:8443')).toBe(true)
  expect(await isGraph('graph.workplace.com')).toBe(true)
  for (const host of [
    'graph.intranet.example',
    'api.example',
    'x-api.example',
    'work.workplace.com',
    'acme.workplace.com',
  ])
    expect(await isGraph(host), host).toBe(false)
  await app.close()
})

describe.skipIf(!canMakeCertificates)('TLS (needs openssl to make certificates)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'passerelle-tls-'))
  let certificates: Certificates
  let secure: SecureServer
  let port = 0
  beforeAll(async () => {
    makeCertificate(folder, 'graph', ['graph.facebook.com', 'graph.workplace.com'])
    makeCertificate(folder, 'work', ['*.workplace.com', 'work.facebook.com'])
    certificates = openCertificates([folder], { every: 30 })
    secure = secureServer(server.app, certificates)
    const address = await secure.listen({ port: 0, host: '127.0.0.1' })
    port = (address as { port: number }).port
  })
  afterAll(async () => {
    await secure.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const pem = (file: string): string => readFileSync(join(folder, `${file}.crt`), 'utf8')
  /** Asks as a program does that trusts this certificate; answers the body, and which certificate it was shown. */
  const ask = (name: string, ca: string, path = '/v3.2/me') =>
    new Promise<{ body: string; serial: string }>((resolve, reject) => {
      const sent = request(
        {
          host: '127.0.0.1',
          port,
          path,
          servername: name,
          ca,
          agent: false,
          headers: { host: `${name}:${port}`, authorization: `Bearer ${program.token}` },
        },
        answer => {
          const { serialNumber } = (answer.socket as TLSSocket).getPeerCertificate()
          let body = ''
          answer.on('data', part => {
            body += part
          })
          answer.on('end', () => resolve({ body, serial: serialNumber }))
        },
      )
      sent.on('error', reject)
      sent.end()
    })

  test('each name gets its certificate, and leads to its door', async () => {
    for (const name of ['graph.facebook.com', 'graph.workplace.com', 'GRAPH.facebook.com'])
      expect((await ask(name, pem('graph'))).body, name).toContain(program.botId)
    const work = await ask('acme.workplace.com', pem('work'))
    expect(work.body).not.toContain(program.botId)
    // The very name goes before the wildcard that fits it too; the other certificate is not trusted for it.
    await expect(ask('graph.workplace.com', pem('work'))).rejects.toThrow(/certificate|self.signed/i)
    await expect(ask('elsewhere.example', pem('graph'))).rejects.toThrow(/altnames/i)
  })

  test('links lead back over TLS, to the port that was called', async () => {
    const { body } = await ask('graph.workplace.com', pem('graph'), '/v10.0/community/groups?limit=1')
    expect(JSON.parse(body).paging.next).toMatch(new RegExp(`^https://graph\\.workplace\\.com:${port}/v10\\.0/`))
  })

  test('a renewed certificate is taken when the file changes or a signal says so; a broken one is not', async () => {
    const before = await ask('graph.facebook.com', pem('graph'))
    makeCertificate(folder, 'graph', ['graph.facebook.com', 'graph.workplace.com'])
    const after = await until(() => ask('graph.facebook.com', pem('graph')).catch(() => undefined))
    expect(after.serial).not.toBe(before.serial)
    const [good, trusted] = [readFileSync(join(folder, 'graph.crt')), pem('graph')]
    writeFileSync(join(folder, 'graph.crt'), 'nothing')
    expect(certificates.reload()).toMatchObject({ code: 'certificate_wrong' })
    expect((await ask('graph.facebook.com', trusted)).serial).toBe(after.serial)
    writeFileSync(join(folder, 'graph.crt'), good)
    process.emit('SIGHUP')
    expect((await ask('graph.facebook.com', trusted)).serial).toBe(after.serial)
  })

  test('files that are not there stop the start with a sentence', () => {
    expect(() => openCertificates([join(folder, 'no.pem:no.key')])).toThrow(StartProblem)
    expect(() => openCertificates([tmpdir()])).toThrow(StartProblem)
    const pairs = openCertificates([`${join(folder, 'work.crt')}:${join(folder, 'work.key')}`])
    expect(pairs.contextFor('work.facebook.com')).toBeDefined()
    pairs.close()
  })
})
