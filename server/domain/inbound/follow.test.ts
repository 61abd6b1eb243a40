import { expect, test } from 'vitest'
import { followThing } from '../../../contract/api/group-integrations.ts'
import { disableIntegration, restoreIntegration } from '../../../contract/api/integrations.ts'
import { asServed, until, useDatabase } from '../../../test/harness/database.ts'
import { useServer } from '../../../test/harness/server.ts'
import { useService } from '../../../test/harness/service.ts'
import { useServices } from '../../../test/harness/services.ts'
import { rows, sql } from '../../platform/db.ts'

const database = useDatabase(asServed)
const server = useServer(database)
const services = useServices(server)
const box = useService('box', database, server, services)
const hooks = () => box.played().desk.hooks
const waiting = () =>
  rows(sql`select from jobs where ended_as is null and kind in ('follow-thing', 'close-installation')`)
const settled = () => until(async () => (await waiting()).length === 0)
const kept = () => rows(sql`select from subscriptions`)

test('two groups that follow one thing at once are told of it by one webhook, also after a time off', async () => {
  const person = box.played().sandbox.people[0]?.id ?? ''
  await box.enable(['workshop', 'operations'], person, { primaryKey: 'box-primary-key' })
  await box.linkAs('ana', person)
  const { sandbox, desk } = box.played()
  const [link] = sandbox.links(desk)
  box.played().thinkMs = 150
  const posts = [
    await box.paste('ana', 'workshop', link?.url ?? ''),
    await box.paste('ana', 'operations', link?.url ?? ''),
  ]
  await Promise.all(posts.map(subjectId => server.call('ana', followThing, { params: { subjectId, linkKey: '0' } })))
  await settled()
  expect([hooks().size, (await kept()).length]).toEqual([1, 1])
  await server.call('ana', disableIntegration, { params: box.params })
  await settled()
  expect([hooks().size, (await kept()).length]).toEqual([0, 0])
  const { signInUrl } = await server.call('ana', restoreIntegration, { params: box.params })
  await services.signIn(await server.cookie('ana'), signInUrl ?? '', person)
  await until(async () => (await kept()).length > 0)
  await settled()
  expect([hooks().size, (await kept()).length]).toEqual([1, 1])
})
