/**
 * A real bot that knows no other host than graph.facebook.com: its name leads here, over TLS with a certificate for it, and nothing of it is changed. What it
 * sends needs chat; until that stands it must hear Graph's own error, and never a fault. The issue of chat goes on in this file.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import https from 'node:https'
import type { LookupFunction } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { canMakeCertificates, makeCertificate } from '../harness/certificate.ts'
import { useDatabase } from '../harness/database.ts'
import { freePort } from '../harness/free-port.ts'
import { type Program, usePrograms } from '../harness/program.ts'
import { useRealProgram } from '../harness/real-program.ts'
import { useServer } from '../harness/server.ts'
import { bootbot } from './clients.ts'

const tlsPort = await freePort()
const folder = mkdtempSync(join(tmpdir(), 'passerelle-sends-'))
const database = useDatabase()
const programs = usePrograms(database, useServer(database))

describe.skipIf(!canMakeCertificates)('bootbot 1.1 (needs openssl to make certificates)', () => {
  const usual = https.globalAgent
  beforeAll(() => void makeCertificate(folder, 'graph', ['graph.facebook.com']))
  useRealProgram(database, () => ({ TLS_PORT: String(tlsPort), TLS_CERTS: folder }))
  let program: Program
  beforeAll(async () => {
    program = await programs.make(['read_content', 'read_members'], ['operations'])
    // A private hosts file, a port, and a trusted authority: as an operator's DNS and certificate are.
    const lookup: LookupFunction = (_name, options, done) =>
      options.all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4)
    https.globalAgent = new https.Agent({
      ca: readFileSync(join(folder, 'graph.crt')),
      port: tlsPort,
      lookup,
    } as https.AgentOptions)
  })
  afterAll(() => {
    https.globalAgent = usual
    rmSync(folder, { recursive: true, force: true })
  })

  test('it reads somebody’s profile, without the fields nobody has', async () => {
    const { noor } = database.cast.people
    expect(await bootbot(program.token, program.secret).getUserProfile(noor.memberId)).toEqual({
      first_name: 'Noor',
      last_name: 'Haddad',
      id: noor.memberId,
    })
  })

  test('what it sends is answered with a documented error as long as there is no chat', async () => {
    const told = vi.spyOn(console, 'log').mockImplementation(() => {})
    const bot = bootbot(program.token, program.secret)
    const { noor } = database.cast.people
    for (const answer of [
      await bot.say(noor.memberId, 'Hello'),
      await bot.say(noor.memberId, { text: 'Which?', buttons: [{ type: 'postback', title: 'This', payload: 'THIS' }] }),
      await bot.say(noor.memberId, { attachment: 'image', url: 'https://a.example/b.png' }),
    ])
      expect(answer.error ?? answer, JSON.stringify(answer)).toMatchObject(
        answer.error ? { code: 2500, type: 'OAuthException' } : { recipient_id: noor.memberId },
      )
    told.mockRestore()
  })
})
