import { expect, test } from 'vitest'
import { useDatabase } from '../../test/harness/database.ts'
import { publicUrl, useServer } from '../../test/harness/server.ts'
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

test('every field has its word in both languages or in none', () => {
  const fields = (language: 'en' | 'fr') =>
    Object.keys(readWords(language)).filter(key => /^refusals\.(field|problem)\./.test(key))
  expect(fields('fr').toSorted()).toEqual(fields('en').toSorted())
})
