import { expect, test } from 'vitest'
import { answerHelp, listHelp, readHelp, takeBackHelpAnswer } from '../../../contract/api/help.ts'
import type { CastName } from '../../../sandbox/cast.ts'
import { useDatabase } from '../../../test/harness/database.ts'
import { useServer } from '../../../test/harness/server.ts'
import { rows, sql } from '../../platform/db.ts'

const database = useDatabase()
const server = useServer(database)
const articleKey = 'third-party-integrations'
const say = (who: CastName, sectionKey: string, helpful: boolean) =>
  server.call(who, answerHelp, { params: { articleKey, sectionKey }, body: { helpful } })
const section = async (who: CastName, key: string) => {
  const { sections } = await server.call(who, readHelp, { params: { articleKey } })
  return sections.find(one => one.key === key)
}

test('each reader answers once for a section, may change it and take it back; only who administers integrations is told how many', async () => {
  await say('noor', 'enable', true)
  await say('noor', 'enable', false)
  await say('ana', 'enable', true)
  expect(await section('noor', 'enable')).toMatchObject({ helpful: false, count: null })
  expect(await section('noor', 'what')).toMatchObject({ helpful: null })
  expect(await section('ana', 'enable')).toMatchObject({ helpful: true, count: { yes: 1, no: 1 } })
  const { items } = await server.call('ana', listHelp)
  expect(items.find(one => one.key === articleKey)?.count).toEqual({ yes: 1, no: 1 })
  await server.call('noor', takeBackHelpAnswer, { params: { articleKey, sectionKey: 'enable' } })
  expect(await section('ana', 'enable')).toMatchObject({ count: { yes: 1, no: 0 } })
  expect((await server.call('noor', listHelp)).items.map(one => one.count)).toEqual(items.map(() => null))
})

test('another community’s answers are not counted here', async () => {
  const before = (await section('ana', 'what'))?.count
  await rows(sql`
    insert into help_answers (community_id, article, section, member_id, helpful)
    select community_id, ${articleKey}, 'what', id, true from members where community_id <> ${database.cast.communityId} limit 1`)
  expect((await section('ana', 'what'))?.count).toEqual(before)
})

test('articles come in the reader’s language', async () => {
  const { title } = await server.call('theo', readHelp, { params: { articleKey } })
  expect(title).toBe('Intégrations tierces')
})

test('what is not there is not found', async () => {
  const wrong = [
    { articleKey: '../../package', sectionKey: 'all' },
    { articleKey, sectionKey: 'nowhere' },
    { articleKey, sectionKey: 'all' },
  ]
  for (const params of wrong)
    expect((await server.refused('noor', answerHelp, { params, body: { helpful: true } })).code).toBe('not_found')
  expect((await server.refused('noor', readHelp, { params: { articleKey: 'webhooks.md' } })).code).toBe('not_found')
  expect((await server.refused(undefined, listHelp)).code).toBe('sign_in_needed')
})
