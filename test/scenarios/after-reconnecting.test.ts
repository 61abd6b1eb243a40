/** What happened at a service while nobody could ask it arrives once somebody signs in again: of every app that has to be asked. */
import { beforeAll, describe, expect, test } from 'vitest'
import { readCatalog } from '../../connectors/catalog.ts'
import { followThing } from '../../contract/api/group-integrations.ts'
import { reconnect, removeIntegration } from '../../contract/api/integrations.ts'
import { catchUpWhereDue } from '../../server/domain/inbound/catch-up.ts'
import { rows, run, sql } from '../../server/platform/db.ts'
import { sandboxOf } from '../connectors/fixtures.ts'
import { settingsOf } from '../connectors/played-client.ts'
import { until, useDatabase } from '../harness/database.ts'
import { useServer } from '../harness/server.ts'
import { useService } from '../harness/service.ts'
import { useServices } from '../harness/services.ts'

const database = useDatabase()
const server = useServer(database)
const services = useServices(server)

/** Examples have nobody who signs in. */
const asked = [...(await readCatalog()).values()].filter(({ connector: { events, oauth } }) => events?.catchUp && oauth)

test('there are such apps', () => expect(asked.length).toBeGreaterThan(3))

describe.each(asked.map(listed => [listed.connector.id, listed] as const))('%s', (id, listed) => {
  const service = useService(id, database, server, services)
  const played = () => service.played()
  const first = (): string => played().sandbox.people[0]?.id ?? ''
  const quiet = () => until(async () => (await rows(sql`select from jobs where ended_as is null`)).length === 0)
  const told = async () => (await service.notices('noor', 'operations')).length

  async function askNow(): Promise<void> {
    await run(sql`update catch_ups set next_at = now()`)
    await catchUpWhereDue()
    await quiet()
  }
  const problems = () =>
    rows(sql`
      select from catch_ups c join installations i on i.id = c.installation_id
      where i.integration_id = ${id} and i.state = 'enabled' and c.problem is not null`)

  beforeAll(async () => {
    const sandbox = await sandboxOf(id)
    const [settings = {}] = sandbox ? settingsOf(listed, sandbox) : []
    await service.enable(['operations'], first(), settings as Record<string, string>)
    if (played().sandbox.handMade) await service.hookByHand()
    await service.linkAs('noor', first())
    for (const { url } of played().sandbox.links(played().desk).slice(0, 2)) {
      const subjectId = await service.paste('noor', 'operations', url)
      const preview = await service.preview('noor', subjectId)
      if (preview.state === 'shown' && preview.mayFollow)
        await server.call('noor', followThing, { params: { subjectId, linkKey: '0' } })
    }
    await askNow()
  })

  test('what was missed arrives, once', async () => {
    const before = await told()
    played().accounts.expireAll()
    played().accounts.forget(first())
    for (const status of await played().fire(played().sandbox.events[0] ?? '')) expect(status).toBeLessThan(300)
    await askNow()
    expect(await problems()).not.toEqual([])
    expect(await told()).toBe(before)

    const { signInUrl } = await server.call('ana', reconnect, { params: service.params })
    expect(await services.signIn(await server.cookie('ana'), signInUrl, first())).toContain(`connected=${id}`)
    await service.linkAs('noor', first())
    await askNow()
    expect(await told()).toBe(before + 1)
    expect(await problems()).toEqual([])
    await askNow()
    expect(await told()).toBe(before + 1)
    await server.call('ana', removeIntegration, { params: service.params })
  })
})
