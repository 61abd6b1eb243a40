import { beforeAll, expect, test } from 'vitest'
import * as integrations from '../../../contract/api/integrations.ts'
import { until, useDatabase } from '../../../test/harness/database.ts'
import { useIntegration } from '../../../test/harness/integration.ts'
import { useServer } from '../../../test/harness/server.ts'
import { useServices } from '../../../test/harness/services.ts'
import { configureOutbound } from '../../platform/outbound.ts'

const database = useDatabase()
const server = useServer(database)
const services = useServices(server)
const jira = useIntegration(database, server, services)
const word = 'quartz-heron-31'
let checked = ''
let open = ''

beforeAll(async () => {
  // The service's site answers the open web too, with a page that has a title: a sign-in page does so in life.
  configureOutbound({ allow: [new URL(services.sandbox.origin).host], isPublic: () => true })
  jira.played().secretWord = word
  await jira.enable(['workshop', 'operations'])
  await jira.linkAs('bruno', 'bruno')
  await jira.linkAs('zoe', 'zoe')
  await jira.route('bruno', 'workshop', 'checked')
  await jira.route('noor', 'operations', 'group')
  expect(await jira.played().fire('OPS-1 gets a comment')).toEqual([200])
  checked = await until(async () => (await jira.notices('zoe', 'workshop'))[0])
  open = await until(async () => (await jira.notices('lucie', 'operations'))[0])
})

test('a checked notice speaks to who is shown the thing at the service, and to nobody else', async () => {
  expect((await jira.notice('bruno', checked)).sentence).toContain(word)
  for (const [who, state] of [
    ['zoe', 'not_yours'],
    ['noor', 'account_needed'],
  ] as const) {
    const read = await jira.notice(who, checked)
    expect(read).toMatchObject({ sentence: null, link: null, facts: [], preview: { state } })
    expect(JSON.stringify(read)).not.toContain(word)
  }
})

test('a notice for the group speaks to whoever reads the group, and asks nobody', async () => {
  const before = jira.played().calls.length
  expect((await jira.notice('lucie', open)).sentence).toContain(word)
  expect(jira.played().calls.length).toBe(before)
})

test('out of scope, pending or removed, a checked notice falls silent for everyone', async () => {
  const silent = async (): Promise<void> => {
    for (const who of ['bruno', 'zoe', 'noor', 'theo'] as const) {
      const read = await jira.notice(who, checked)
      expect(read).toMatchObject({ sentence: null, link: null, facts: [], preview: { state: 'off' } })
      expect(JSON.stringify(read)).not.toContain(word)
    }
  }
  await jira.changeScope(['operations'])
  await silent()
  await jira.changeScope(['operations', 'workshop'])
  expect((await jira.notice('bruno', checked)).sentence).toContain(word)
  await server.call('ana', integrations.disableIntegration, { params: jira.params })
  await silent()
  await server.call('ana', integrations.restoreIntegration, { params: jira.params })
  await silent()
  await server.call('ana', integrations.removeIntegration, { params: jira.params })
  await silent()
})
