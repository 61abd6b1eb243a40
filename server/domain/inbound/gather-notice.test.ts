import { expect, test } from 'vitest'
import { until, untilSubscribed, useDatabase } from '../../../test/harness/database.ts'
import { useServer } from '../../../test/harness/server.ts'
import { useService } from '../../../test/harness/service.ts'
import { useServices } from '../../../test/harness/services.ts'
import { one, rows, sql } from '../../platform/db.ts'
import { knownOf, learn } from '../previews/known-things.ts'

const database = useDatabase()
const server = useServer(database)
const services = useServices(server)
const jira = useService('jira', database, server, services)

test('many events of one thing at once stand under one notice, and none is lost', async () => {
  await jira.enable(['operations'], 'bruno', { deployment: 'cloud' })
  await untilSubscribed(jira.played().desk.hooks)
  await jira.route('operations', 'group')
  const fired = Array.from({ length: 15 }, () => jira.played().fire('OPS-1 gets a comment'))
  expect((await Promise.all(fired)).flat()).toEqual(fired.map(() => 200))
  await until(async () => (await rows(sql`select from inbound_events where outcome = 'waiting'`)).length === 0)
  expect(await rows(sql`select distinct outcome from inbound_events`)).toEqual([{ outcome: 'posted' }])
  expect(await jira.notices('noor', 'operations')).toHaveLength(1)
  expect(await one(sql`select count(*)::int as count from notice_entries`)).toEqual({ count: 14 })
})

test('what is learned of a thing at once is all known', async () => {
  const thing = {
    ...{ communityId: database.cast.communityId, installationId: '1', groupId: database.cast.groups.operations },
    item: 'a-meeting',
  }
  const words = Array.from({ length: 12 }, (_, n) => [`word${n}`, String(n)] as const)
  await Promise.all(words.map(([name, value]) => learn(thing, { [name]: value })))
  expect(await knownOf(thing)).toEqual(Object.fromEntries(words))
})
