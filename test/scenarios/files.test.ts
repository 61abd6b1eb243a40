/** What the four apps that hold files do from the composer to the notice: pick, share, say who cannot open it, let them in, show a picture, follow. */
import sharp from 'sharp'
import { beforeAll, describe, expect, test } from 'vitest'
import { attachItem, listComposerOffers, listItems, shareAttached } from '../../contract/api/attaching.ts'
import { followThing, listGroupIntegrations, unfollowThing } from '../../contract/api/group-integrations.ts'
import { giveAccess, whoCannotOpen } from '../../contract/api/previews.ts'
import type { FormValues } from '../../contract/form.ts'
import { type CastName, people } from '../../sandbox/cast.ts'
import { catchUpWhereDue } from '../../server/domain/inbound/catch-up.ts'
import { rows, run, sql } from '../../server/platform/db.ts'
import { until, useDatabase } from '../harness/database.ts'
import { useServer } from '../harness/server.ts'
import { useService } from '../harness/service.ts'
import { useServices } from '../harness/services.ts'

const database = useDatabase()
const server = useServer(database)
const services = useServices(server)

interface FileApp {
  readonly settings: FormValues
  /** Whose it is, and somebody of the group who cannot open it. */
  readonly owner: CastName
  readonly other: CastName
  /** A file that only its owner may open, with the folder it lies in, and a word of its name. */
  readonly file: RegExp
  readonly search: string
  /** Ways to share, the narrowest first. */
  readonly sharing: readonly string[]
  readonly event: string
}

const apps: Readonly<Record<string, FileApp>> = {
  dropbox: {
    settings: {},
    owner: 'noor',
    other: 'lucie',
    file: /^Frame/,
    search: 'frame',
    sharing: ['invited', 'team', 'anyone'],
    event: '',
  },
  box: {
    settings: { primaryKey: 'box-primary-key' },
    owner: 'lucie',
    other: 'noor',
    file: /^Supplier contract/,
    search: 'contract',
    sharing: ['collaborators', 'company', 'open'],
    event: 'Lucie uploads the contract anew',
  },
  sharepoint: {
    settings: { cloud: 'worldwide', tenant: 'organizations' },
    owner: 'noor',
    other: 'lucie',
    file: /^Lease/,
    search: 'lease',
    sharing: ['as_it_is', 'organization', 'anonymous'],
    event: '',
  },
  'google-drive': {
    settings: {},
    owner: 'noor',
    other: 'lucie',
    file: /^Budget/,
    search: 'budget',
    sharing: ['as_it_is', 'company', 'anyone'],
    event: '',
  },
}

describe.each(Object.entries(apps))('%s', (id, app) => {
  const { owner, other } = app
  const service = useService(id, database, server, services)
  const place = () => ({ groupId: service.group('operations'), integrationKey: id })
  const items = (who: CastName, query: { view: 'browse' | 'search' | 'recent'; folder?: string; text?: string }) =>
    server.call(who, listItems, { params: place(), query })
  let itemId = ''
  let url = ''
  let postId = ''
  const link = () => ({ subjectId: postId, linkKey: '0' })

  beforeAll(async () => {
    const [first, second] = service.played().sandbox.people
    await service.enable(['operations'], first?.id ?? '', app.settings)
    if (service.played().sandbox.handMade) await service.hookByHand()
    await service.linkAs(owner, first?.id ?? '')
    await service.linkAs(other, second?.id ?? '')
  })

  test('a file is found by opening folders, and by its name; only in one’s own account', async () => {
    const { items: offers } = await server.call(owner, listComposerOffers, {
      params: { groupId: service.group('operations') },
    })
    const offer = offers.find(one => one.integrationId === id)
    expect(offer?.picker?.sharing.map(way => way.id)).toEqual(app.sharing)
    const top = await items(owner, { view: 'browse' })
    const folders = top.items.filter(item => item.kind === 'folder')
    const inside = await Promise.all(folders.map(folder => items(owner, { view: 'browse', folder: folder.id })))
    const browsed = [top, ...inside].flatMap(page => page.items).find(item => app.file.test(item.name))
    const searched = await items(owner, { view: 'search', text: app.search })
    expect(searched.items.find(item => app.file.test(item.name))?.id).toBe(browsed?.id)
    itemId = browsed?.id ?? ''
    expect(itemId).not.toBe('')
    if (offer?.picker?.views.includes('recent'))
      expect((await items(owner, { view: 'recent' })).items.map(item => item.id)).toContain(itemId)
    const others = await items(other, { view: 'search', text: app.search })
    expect(others.items.filter(item => app.file.test(item.name))).toEqual([])
    expect((await server.refused('bruno', listItems, { params: place(), query: { view: 'browse' } })).code).toBe(
      'account_needed',
    )
  })

  test('attached as narrowly as can be, it says who of the group cannot open it', async () => {
    const attached = await server.call(owner, attachItem, { params: place(), body: { itemId } })
    url = attached.url
    expect(new URL(url).origin).toBe(services.sandbox.origin)
    expect(attached.mayGive).toBe(true)
    expect(attached.cannotOpen?.map(member => member.name)).toContain(people[other].name)
    const odd = { params: place(), body: { itemId, sharing: 'with_the_world' } }
    expect((await server.refused(owner, attachItem, odd)).code).toBe('bad_input')
    postId = await service.paste(owner, 'operations', url)
    expect((await service.preview(owner, postId)).state).toBe('shown')
    expect((await service.preview(other, postId)).state).toBe('not_yours')
  })

  test('who cannot open it is let in, by name and by nobody who may not', async () => {
    const { memberId } = database.cast.people[other]
    const before = await server.call(owner, whoCannotOpen, { params: link() })
    expect(before.members?.map(member => member.id)).toContain(memberId)
    const strangers = await server.refused(other, giveAccess, { params: link(), body: { memberIds: [memberId] } })
    expect(strangers.status).toBeGreaterThanOrEqual(400)
    await server.call(owner, giveAccess, { params: link(), body: { memberIds: [memberId] } })
    const after = await server.call(owner, whoCannotOpen, { params: link() })
    expect(after.members?.map(member => member.id)).not.toContain(memberId)
    const bruno = database.cast.people.bruno.memberId
    await server.call(owner, shareAttached, { params: place(), body: { url, memberIds: [bruno] } })
    const last = await server.call(owner, whoCannotOpen, { params: link() })
    expect(last.members?.map(member => member.id)).not.toContain(bruno)
  })

  test('its picture is made small for each viewer, and is nobody else’s', async () => {
    const seen = await service.preview(owner, postId, true)
    const address = seen.state === 'shown' ? seen.card.thumbnail : null
    const picture = (who: CastName) => thumbnail(who, address ?? '/no-picture')
    expect((await sharp((await picture(owner)).rawPayload).metadata()).format).toBe('webp')
    expect((await picture('zoe')).statusCode).toBe(404)
  })

  test('a group follows it, hears of its changes, and stops hearing', async () => {
    await server.call('noor', followThing, { params: link() })
    await quiet()
    const event = app.event || (service.played().sandbox.events[0] ?? '')
    const before = (await service.notices('bruno', 'operations')).length
    await happen(event)
    await until(async () => (await service.notices('bruno', 'operations')).length > before, 10)
    const { items: all } = await server.call(owner, listGroupIntegrations, {
      params: { groupId: service.group('operations') },
    })
    const follows = all.find(one => one.integrationId === id)?.follows ?? []
    expect(follows).toHaveLength(1)
    await server.call('noor', unfollowThing, {
      params: { groupId: service.group('operations'), followId: follows[0]?.id ?? '' },
    })
    await quiet()
    const told = (await service.notices('bruno', 'operations')).length
    await happen(event)
    await quiet()
    expect(await service.notices('bruno', 'operations')).toHaveLength(told)
  })

  async function happen(event: string): Promise<void> {
    for (const status of await service.played().fire(event)) expect(status).toBeLessThan(300)
    await run(sql`update catch_ups set next_at = now()`)
    await catchUpWhereDue()
  }

  const quiet = () => until(async () => (await rows(sql`select from jobs where ended_as is null`)).length === 0, 10)

  const thumbnail = async (who: CastName, path: string) =>
    server.app.inject({ url: path, headers: { cookie: await server.cookie(who) } })
})
