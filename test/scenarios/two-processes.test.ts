import { expect, test } from 'vitest'
import { listNotifications } from '../../contract/api/notifications.ts'
import { one, run, sql } from '../../server/platform/db.ts'
import { asServed, useDatabase } from '../harness/database.ts'
import { useIntegration } from '../harness/integration.ts'
import { useRealProgram } from '../harness/real-program.ts'
import { useServer } from '../harness/server.ts'
import { useServices } from '../harness/services.ts'

const database = useDatabase(asServed)
const server = useServer(database)
const services = useServices(server)
const jira = useIntegration(database, server, services)
const rounds = 200

const other = useRealProgram(database, undefined, () => services.sandbox.origin)

/** What Bruno sees of a post's first link, asked of the other process. */
async function elsewhere(postId: string): Promise<string> {
  const headers = { cookie: await server.cookie('bruno') }
  const answer = await fetch(`${other.origin}/api/previews/${postId}/0`, { headers })
  expect(answer.status).toBe(200)
  return ((await answer.json()) as { state: string }).state
}

test('two processes that refresh one rotating grant at once never lose it', async () => {
  await jira.enable(['workshop'])
  await jira.linkAs('bruno', 'bruno')
  const mine = await jira.paste('noor', 'workshop', `${jira.link()}?here`)
  const theirs = await jira.paste('noor', 'workshop', `${jira.link()}?there`)
  const refreshes = () => jira.played().calls.filter(call => call.endsWith('/oauth/token')).length
  const before = refreshes()
  for (let round = 0; round < rounds; round++) {
    await run(sql`delete from link_previews`)
    jira.played().accounts.expireAll()
    const [here, there] = await Promise.all([jira.preview('bruno', mine), elsewhere(theirs)])
    expect([here.state, there], `round ${round}`).toEqual(['shown', 'shown'])
  }
  expect(refreshes() - before).toBe(rounds)
  expect(await one(sql`select count(*)::int as broken from linked_accounts where state = 'broken'`)).toEqual({
    broken: 0,
  })
  const { items } = await server.call('bruno', listNotifications)
  expect(items.filter(item => item.kind === 'integration_needs_attention')).toEqual([])
}, 60_000)
