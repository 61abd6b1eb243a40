/** An installation whose sign-in has not come back is filled in again, not made again: nothing that hangs on it is left behind. */
import { expect, test } from 'vitest'
import {
  disableIntegration,
  enableIntegration,
  getIntegration,
  restoreIntegration,
} from '../../../contract/api/integrations.ts'
import { useDatabase } from '../../../test/harness/database.ts'
import { useIntegration } from '../../../test/harness/integration.ts'
import { seen } from '../../../test/harness/seen.ts'
import { useServer } from '../../../test/harness/server.ts'
import { useServices } from '../../../test/harness/services.ts'
import { rows, sql } from '../../platform/db.ts'

const database = useDatabase()
const server = useServer(database)
const services = useServices(server)
const jira = useIntegration(database, server, services)
const { params } = jira
const enable = async (body: ReturnType<typeof jira.consent>) =>
  server.call('ana', enableIntegration, { params, body: { ...body, ...(await seen(server, 'ana', params)) } })
const signIn = async (url: string | null, person: string): Promise<string> =>
  services.signIn(await server.cookie('ana'), url ?? '', person)

/** Every row there ever was, and what hangs on each. */
const everything = () =>
  rows<{
    id: string
    state: string
    connection: string
    bot: boolean
    accounts: number
    routes: number
  }>(sql`
    select i.id, i.state, i.connection, b.active as bot,
      (select count(*)::int from linked_accounts a where a.installation_id = i.id and a.member_id <> i.bot_id) as accounts,
      (select count(*)::int from notice_routes r where r.installation_id = i.id) as routes
    from installations i join members b on b.id = i.bot_id`)
const bots = async (): Promise<number> => (await rows(sql`select from members where kind = 'bot'`)).length

test('declined at the service and sent again: one installation, one bot, and the secret need not be typed again', async () => {
  const { clientSecret: _, ...withoutSecret } = jira.consent(['workshop'])
  expect((await server.refused('ana', enableIntegration, { params, body: withoutSecret })).code).toBe(
    'credentials_needed',
  )
  expect(await everything()).toEqual([])
  for (let n = 0; n < 3; n++) {
    const { signInUrl } = await enable(jira.consent(['workshop']))
    expect(await signIn(signInUrl, '')).toContain('problem=access_denied')
  }
  const again = { ...withoutSecret, ...(await seen(server, 'ana', params)) }
  const { signInUrl } = await server.call('ana', enableIntegration, { params, body: again })
  expect(await signIn(signInUrl, 'bruno')).toContain('connected=jira')
  expect(await everything()).toMatchObject([{ state: 'enabled', connection: 'connected', bot: true }])
  expect(await bots()).toBe(1)
})

test('two administrators fill it in at once: the second one is told, and nothing of theirs is saved', async () => {
  await server.call('ana', disableIntegration, { params })
  await server.call('ana', restoreIntegration, { params })
  const looked = await seen(server, 'ana', params)
  const first = { params, body: { ...jira.consent(['operations']), ...looked } }
  await server.call('theo', enableIntegration, first)
  const late = { params, body: { ...jira.consent(['workshop']), ...looked } }
  expect(await server.refused('ana', enableIntegration, late)).toMatchObject({ status: 409, code: 'changed_meanwhile' })
  const { installation } = await server.call('ana', getIntegration, { params })
  expect(installation?.groups).toMatchObject([{ name: 'Operations' }])
  const { signInUrl } = await enable(jira.consent(['workshop']))
  expect(await signIn(signInUrl, 'bruno')).toContain('connected=jira')
})

test('disabled, enabled again and filled in anew at the same address: accounts, routes and bot are those of before', async () => {
  await jira.linkAs('bruno', 'bruno')
  await jira.route('bruno', 'workshop')
  const before = await everything()
  expect(before).toMatchObject([{ accounts: 1, routes: 1 }])
  await server.call('ana', disableIntegration, { params })
  await server.call('ana', restoreIntegration, { params })
  const { signInUrl } = await enable({ ...jira.consent(['workshop', 'operations']), clientSecret: 'another' })
  expect(await everything()).toEqual([{ ...before[0], connection: 'pending' }])
  expect(await signIn(signInUrl, 'bruno')).toContain('connected=jira')
  expect(await everything()).toEqual(before)
  expect(await bots()).toBe(1)
  expect((await server.call('ana', getIntegration, { params })).groupCount).toBe(2)
})

test('what is connected is changed on its page, not enabled over', async () => {
  const body = jira.consent(['workshop'])
  expect((await server.refused('ana', enableIntegration, { params, body })).code).toBe('already_enabled')
})
