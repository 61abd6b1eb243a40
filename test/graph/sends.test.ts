/**
 * A real bot that knows no other host than graph.facebook.com: its name leads here, over TLS with a certificate for it, and nothing of it is changed. It writes to
 * people, and what they write back is told to its webhook.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import https from 'node:https'
import type { LookupFunction } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Person } from '../../server/domain/access/actor.ts'
import { answerThread, listThreadMessages, listThreads } from '../../server/domain/chat/threads.ts'
import { canMakeCertificates, makeCertificate } from '../harness/certificate.ts'
import { until, useDatabase } from '../harness/database.ts'
import { freePort } from '../harness/free-port.ts'
import { type Program, usePrograms } from '../harness/program.ts'
import { useRealProgram } from '../harness/real-program.ts'
import { useServer } from '../harness/server.ts'
import { bootbot, startBootbot } from './clients.ts'

const tlsPort = await freePort()
const botPort = await freePort()
const folder = mkdtempSync(join(tmpdir(), 'passerelle-sends-'))
const database = useDatabase()
const programs = usePrograms(database, useServer(database))

describe.skipIf(!canMakeCertificates)('bootbot 1.1 (needs openssl to make certificates)', () => {
  const usual = https.globalAgent
  beforeAll(() => void makeCertificate(folder, 'graph', ['graph.facebook.com']))
  const real = useRealProgram(database, () => ({
    ...{ TLS_PORT: String(tlsPort), TLS_CERTS: folder },
    inside: `127.0.0.1:${botPort}`,
  }))
  let program: Program
  beforeAll(async () => {
    program = await programs.make(['read_content', 'read_members', 'message'], ['operations'])
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

  test('what it sends arrives: words, buttons, a picture by its address, quick replies; and how it greets is kept', async () => {
    const bot = bootbot(program.token, program.secret)
    const noor = database.as('noor')
    const arrived = { recipient_id: noor.memberId, message_id: expect.stringMatching(/^mid\.\$\d+$/) }
    for (const message of [
      'Hello',
      { text: 'Which?', buttons: ['This', 'That'] },
      { attachment: 'image', url: 'https://a.example/b.png' },
      { text: 'Sure?', quickReplies: ['Yes'] },
    ])
      expect(await bot.say(noor.memberId, message, { typing: 1 })).toEqual(arrived)
    const { items } = await listThreadMessages(noor, await threadOf(noor), {})
    expect(items.map(({ text, attachment, cards, answers }) => ({ text, attachment, cards, answers }))).toMatchObject([
      { text: 'Sure?', answers: [{ title: 'Yes', value: 'BOOTBOT_QR_YES' }] },
      { attachment: 'https://a.example/b.png' },
      { cards: [{ text: 'Which?', buttons: [{ title: 'This' }, { title: 'That', value: 'BOOTBOT_BUTTON_THAT' }] }] },
      { text: 'Hello' },
    ])
    expect(await bot.setGreetingText('Good day')).toEqual({ result: 'success' })
    expect(await bot.setGetStartedButton('START')).toEqual({ result: 'success' })
    expect(await bot.setPersistentMenu(['Help'])).toEqual({ result: 'success' })
    const { body } = await programs.graph('/me/messenger_profile?fields=greeting,get_started', { token: program.token })
    expect(body.data).toEqual([
      { greeting: [{ locale: 'default', text: 'Good day' }], get_started: { payload: 'START' } },
    ])
  })

  test('what is written to it is told to it, signed as it checks, and it answers', async () => {
    const told = vi.spyOn(console, 'log').mockImplementation(() => {})
    const bot = bootbot(program.token, program.secret)
    bot.hear('any shifts?', (_, chat) => void chat.say('Saturday'))
    const listening = await startBootbot(bot, botPort)
    const answer = await fetch(
      `${real.origin}/graph/${program.appId}/subscriptions?access_token=${program.appId}|${program.secret}`,
      {
        method: 'POST',
        body: new URLSearchParams({
          ...{ object: 'page', fields: 'messages', verify_token: 'verify' },
          callback_url: `http://127.0.0.1:${botPort}/webhook`,
        }),
      },
    )
    expect(await answer.json()).toEqual({ success: true })
    const bruno = database.as('bruno')
    await bot.say(bruno.memberId, 'Ask me')
    const thread = await threadOf(bruno)
    await answerThread(bruno, thread, { text: 'Any shifts?' })
    const texts = async () => (await listThreadMessages(bruno, thread, {})).items.map(one => one.text)
    await until(async () => (await texts()).length === 3)
    expect(await texts()).toEqual(['Saturday', 'Any shifts?', 'Ask me'])
    listening.closeAllConnections()
    listening.close()
    told.mockRestore()
  })
})

async function threadOf(person: Person): Promise<string> {
  const [thread] = (await listThreads(person, {})).items
  if (!thread) throw new Error('nobody wrote to them')
  return thread.id
}
