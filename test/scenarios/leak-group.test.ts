/**
 * The leak test for routes that an administrator opened to a whole group (design.md rule 1): everyone in the group has the word by its notice, nobody
 * outside has it anywhere, and whoever leaves has it no longer.
 */
import { beforeAll, describe, expect, test } from 'vitest'
import { removeFromGroup } from '../../contract/api/groups.ts'
import type { CastName } from '../../sandbox/cast.ts'
import { rows, run, sql } from '../../server/platform/db.ts'
import { until, untilSubscribed, useDatabase } from '../harness/database.ts'
import { useServer } from '../harness/server.ts'
import { useService } from '../harness/service.ts'
import { useServices } from '../harness/services.ts'
import { rowsWith, sweep } from '../harness/sweep.ts'

const database = useDatabase()
const server = useServer(database)
const services = useServices(server)
const jira = useService('jira', database, server, services)
const word = 'zircon-falcon-81'

async function wordIn(who: CastName): Promise<string[]> {
  const found = await sweep(server, who, ['look', word])
  expect(found.length).toBeGreaterThan(50)
  const holding = found.filter(({ url, body }) => body.includes(word) && !url.includes(word))
  for (const { url, body } of found.filter(({ url, status }) => url.includes(word) && status === 200))
    expect(JSON.parse(body).items ?? [], url).toEqual([])
  return [...new Set(holding.map(({ url }) => url.split('/')[2] ?? ''))]
}

beforeAll(async () => {
  jira.played().secretWord = word
  await jira.enable(['operations', 'workshop'], 'bruno', { deployment: 'cloud' })
  await untilSubscribed(jira.played().desk.hooks)
  await jira.linkAs('bruno', 'bruno')
  await jira.linkAs('zoe', 'zoe')
  await jira.route('operations', 'group', 'each')
  await jira.route('workshop', 'checked', 'each')
  for (const event of ['OPS-1 gets a comment', 'OPS-1 moves to Done', 'OPS-1 is created'])
    await jira.played().fire(event)
  await until(async () => (await jira.notices('noor', 'operations')).length === 3)
  await until(async () => (await jira.notices('noor', 'workshop')).length === 3)
}, 30_000)

describe('one event, told to everyone in Operations and to each as checked in Workshop', () => {
  // Noor, Lucie, Ana and Théo are in Operations and have no account at the service.
  test.each(['noor', 'lucie', 'ana', 'theo', 'bruno'] as const)(
    '%s, who is in the group, reads it',
    async who => {
      expect(await wordIn(who)).toContain('notices')
    },
    30_000,
  )

  test('who is in both reads it where it is told to everyone, and not where each is checked', async () => {
    const [open = ''] = await jira.notices('noor', 'operations')
    const [checked = ''] = await jira.notices('noor', 'workshop')
    expect(JSON.stringify(await jira.notice('noor', open))).toContain(word)
    expect(JSON.stringify(await jira.notice('noor', checked))).not.toContain(word)
  })

  // Zoé is in Workshop, with an account that does not see it; Mei and Samir are in neither.
  test.each(['zoe', 'mei', 'samir'] as const)(
    '%s, who is not in the group, gets it nowhere',
    async who => {
      expect(await wordIn(who)).toEqual([])
    },
    30_000,
  )

  test('who leaves the group has it no longer, at once', async () => {
    const { memberId } = database.cast.people.lucie
    await server.call('noor', removeFromGroup, { params: { groupId: jira.group('operations'), memberId } })
    expect(await wordIn('lucie')).toEqual([])
  }, 30_000)

  test('no row holds it in clear, a notification and a mail to be sent included', async () => {
    expect((await rows(sql`select from notices`)).length).toBe(6)
    expect(await rowsWith(word)).toEqual([])
    // The search for it can find.
    await run(sql`update posts set text = text || ${word} where id = (select min(id) from posts)`)
    expect(await rowsWith(word)).toEqual(['posts: 1'])
  })
})
