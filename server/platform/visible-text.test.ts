import { expect, test } from 'vitest'
import * as groups from '../../contract/api/groups.ts'
import * as people from '../../contract/api/people.ts'
import * as posts from '../../contract/api/posts.ts'
import * as session from '../../contract/api/session.ts'
import { useDatabase } from '../../test/harness/database.ts'
import { useServer } from '../../test/harness/server.ts'
import { makeSetUpCode } from '../domain/community/set-up.ts'
import { rows, sql } from './db.ts'
import { visibleText } from './visible-text.ts'

const database = useDatabase()
const server = useServer(database)
const nothing = ['   ', '\u200b', ' \u200b\u2060 ', '\u00ad', '\u3164', '\u2800', '\ufe0f', '\t\n', '\u0007']

test('what can be seen stays as it was written, but for the blanks around it', () => {
  expect(visibleText('name', ' Zoé\u00a0Lambert ')).toBe('Zoé\u00a0Lambert')
  // A joiner inside a word or a picture is part of it.
  for (const text of ['नेपाली क्‍ष', '👩‍🔧', '1', '…']) expect(visibleText('name', text)).toBe(text)
  for (const text of nothing) expect(() => visibleText('name', text)).toThrow('bad_input')
})

test.each(nothing.slice(0, 3).map(text => [JSON.stringify(text), text]))(
  '%s is no name and no text, wherever one is asked for',
  async (_, text) => {
    const postId = (
      await server.call('noor', posts.createPost, {
        params: { groupId: database.cast.groups.everyone },
        body: { text: 'x' },
      })
    ).id
    const invited = await server.call('mei', people.invitePerson, {
      body: { name: 'Iris', email: `iris${Math.random()}@cobalt.example`, role: 'member' },
    })
    const tokenKey = invited.link.split('/').at(-1) ?? ''
    const group = { name: text, description: '', privacy: 'open' as const, cover: 'sea' as const }
    const params = { groupId: database.cast.groups.everyone }
    const refusals = await Promise.all([
      server.refused('noor', session.changeProfile, { body: { name: text } }),
      server.refused('mei', people.invitePerson, {
        body: { name: text, email: 'blank@cobalt.example', role: 'member' },
      }),
      server.refused(undefined, session.useOneTimeLink, {
        params: { tokenKey },
        body: { name: text, password: 'a bell on every bike' },
      }),
      server.refused('noor', groups.createGroup, { body: group }),
      server.refused('ana', groups.changeGroup, { params, body: { name: text } }),
      server.refused('noor', posts.createPost, { params, body: { text } }),
      server.refused('noor', posts.editPost, { params: { postId }, body: { text } }),
      server.refused('noor', posts.createComment, { params: { postId }, body: { text } }),
    ])
    for (const refused of refusals) {
      expect(refused).toMatchObject({ code: 'bad_input', status: 400 })
      expect(JSON.parse(refused.body).error.data.problem, refused.body).toBe('blank')
    }
    expect(await rows(sql`select from members where email = 'blank@cobalt.example'`)).toEqual([])
  },
)

test('nor at the first visit', async () => {
  const code = await makeSetUpCode()
  const body = {
    code,
    community: 'C',
    name: 'N',
    email: 'a@b.example',
    password: 'a bell on every bike',
    language: 'en' as const,
  }
  for (const blank of [{ community: '\u200b' }, { name: '  ' }]) {
    const refused = await server.refused(undefined, session.setUp, { body: { ...body, ...blank } })
    expect(refused.code).toBe('bad_input')
  }
})
