import { expect, test } from 'vitest'
import { useDatabase } from '../../test/harness/database.ts'
import { publicUrl, useServer } from '../../test/harness/server.ts'
import { one, sql } from '../platform/db.ts'
import { readWords } from '../platform/words.ts'

const database = useDatabase()
const server = useServer(database)

const ask = async (language: string, body: unknown) => {
  const answer = await server.app.inject({
    method: 'POST',
    url: '/api/groups',
    headers: { origin: publicUrl.origin, cookie: await server.cookie('noor'), 'accept-language': language },
    payload: body as object,
  })
  expect(answer.statusCode).toBe(400)
  return answer.json().error
}
const group = { name: 'Tyres', description: '', privacy: 'open', cover: 'sea' }

test.each([
  [
    { ...group, name: ' ' },
    'blank',
    '“Name” is not right: it is blank.',
    'Le champ « Nom » n’est pas correct : il est vide.',
  ],
  [
    { ...group, name: undefined },
    'missing',
    '“Name” is not right: it is missing.',
    '« Nom » n’est pas correct : il manque.',
  ],
  [{ ...group, name: 'x'.repeat(81) }, 'too_long', 'more than 80 characters', 'plus de 80 caractères'],
  [
    { ...group, cover: 'pink' },
    'not_offered',
    '“cover” is not right: it is not one of those offered',
    'ne fait pas partie',
  ],
  [{ ...group, name: 'a\0b' }, 'characters', 'characters that nobody can store', 'ne peuvent pas être enregistrés'],
])('a field that is wrong is named, and how, in both languages (%#)', async (body, problem, english, french) => {
  const [en, fr] = [await ask('en', body), await ask('fr', body)]
  expect(en).toMatchObject({ code: 'bad_input', data: { problem } })
  expect(en.message).toContain(english)
  expect(fr.message.replace(/[\u202f\u00a0]/g, ' ')).toContain(french)
  expect(fr.message).not.toMatch(/must|\bis\b|\bit\b/)
})

test('what cannot be read at all is said in the reader’s language too', async () => {
  const headers = {
    origin: publicUrl.origin,
    cookie: await server.cookie('noor'),
    'accept-language': 'fr',
    'content-type': 'application/json',
  }
  const answer = await server.app.inject({ method: 'POST', url: '/api/groups', headers, payload: '{"name":' })
  expect(answer.json().error).toMatchObject({ code: 'bad_input', data: { field: 'body', problem: 'unreadable' } })
  expect(answer.json().error.message).toContain('il est illisible')
})

test('what no field is for is not kept, at any depth', async () => {
  const junk = 'x'.repeat(30_000)
  const send = async (method: 'POST' | 'PUT', url: string, payload: object) => {
    const headers = { origin: publicUrl.origin, cookie: await server.cookie('ana') }
    const answer = await server.app.inject({ method, url, headers, payload })
    expect(answer.statusCode).toBe(200)
    return answer.json()
  }
  const form = { format: 'csv', packed: false, tell: false, junk }
  const { id } = await send('POST', '/api/log-exports/calls', { ...form, filter: { api: 'graph', junk } })
  const kept = await one(sql`select filter from log_exports where id = ${id}`)
  expect(kept).toEqual({ filter: { api: 'graph' } })
  const rule = { permissions: null, trust: null, categories: ['files'], outcome: 'decline', reason: 'Not now' }
  const policy = { version: 0, rules: [{ ...rule, junk }], ownText: null, ownUrl: null, junk }
  const saved = await send('PUT', '/api/request-policy', policy)
  expect(saved.rules).toMatchObject([rule])
  const { text } = await one<{ text: string }>(sql`select string_agg(a::text, '') as text from audit a`)
  for (const said of [JSON.stringify(saved), text]) expect(said).not.toContain('xxx')
})

test('every field has its word in both languages or in none', () => {
  const fields = (language: 'en' | 'fr') =>
    Object.keys(readWords(language)).filter(key => /^refusals\.(field|problem)\./.test(key))
  expect(fields('fr').toSorted()).toEqual(fields('en').toSorted())
})
