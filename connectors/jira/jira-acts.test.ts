import { expect, test } from 'vitest'
import { deskFor, type Exchange, placeFor, playedClient } from '../../test/connectors/played-client.ts'
import { readCatalog } from '../catalog.ts'
import { ServiceRefused } from '../connector.ts'
import { assign, transition } from './card-actions.ts'
import jira from './connector.ts'
import { preview, recognise } from './links.ts'
import { picker } from './picker.ts'
import sandbox from './sandbox.ts'
import { bruno, labSite, mainSite, mei, zoe } from './sandbox-data.ts'
import type { JiraClient, JiraSettings } from './site.ts'

const listed = (await readCatalog()).get('jira')
if (!listed) throw new Error('there is no connector called jira')

const deployments: JiraSettings[] = [
  { deployment: 'cloud' },
  { deployment: 'data_center', siteUrl: 'https://jira.example.com' },
]

/** One deployment of it, with what its people do there. */
function playing(settings: JiraSettings) {
  const place = placeFor(listed as NonNullable<typeof listed>, { ...settings })
  const desk = deskFor(place)
  const site = desk.address('site')
  const clientOf = (person: typeof bruno, heard: Exchange[] = []): JiraClient =>
    playedClient(place, sandbox, desk, person, {}, one => heard.push(one)) as never
  const reference = recognise(new URL(`${site}/browse/WEB-7`), place)
  if (!reference) throw new Error('it is no link')
  const subject = { url: '', text: '', author: '', reference }
  return { clientOf, reference, subject, site, place }
}

test.each(deployments)('an issue is moved on along its workflow ($deployment)', async settings => {
  const { clientOf, reference, subject } = playing(settings)
  const seen = await preview(reference, clientOf(zoe))
  expect(seen).toMatchObject({ card: { actions: ['transition', 'assign'] } })
  const [field] = await transition.form(clientOf(zoe), {}, subject)
  expect(field?.options?.map(one => one.label)).toEqual(['To In Progress → In Progress', 'To Done → Done'])
  const done = await transition.run(clientOf(zoe), { transition: field?.options?.[1]?.value ?? '' }, subject, 'k')
  expect(done.values).toEqual({ issue: 'WEB-7', status: 'Done' })
  const wrong = transition.run(clientOf(zoe), { transition: '99' }, subject, 'k')
  await expect(wrong).rejects.toThrow(new ServiceRefused('This transition is not valid.'))
})

test.each(deployments)('an issue is given to whom its project lets have it ($deployment)', async settings => {
  const { clientOf, subject, place, site } = playing(settings)
  const [field] = await assign.form(clientOf(zoe), {}, subject)
  expect(field?.options?.map(one => one.label)).toEqual(['Bruno Keller', 'Zoé Lambert', 'Mei Tanaka'])
  const done = await assign.run(clientOf(zoe), { person: bruno.id }, subject, 'k')
  expect(done.values).toEqual({ issue: 'WEB-7', person: 'Bruno Keller' })
  // Zoé sees nothing of the other project, and moves nothing in it.
  const hidden = recognise(new URL(`${site}/browse/OPS-1`), place)
  const others = { ...subject, ...(hidden && { reference: hidden }) }
  await expect(assign.run(clientOf(zoe), { person: zoe.id }, others, 'k')).rejects.toThrow(ServiceRefused)
})

test.each(deployments)('issues are picked by what one looked at, by words and by key ($deployment)', async settings => {
  const { clientOf, site } = playing(settings)
  expect((await picker.list(clientOf(bruno), { view: 'recent' })).items).toHaveLength(3)
  expect((await picker.list(clientOf(zoe), { view: 'recent' })).items.map(item => item.id)).toEqual(['WEB-7'])
  const heard: Exchange[] = []
  const found = await picker.list(clientOf(bruno, heard), { view: 'search', text: 'size' })
  expect(found.items).toMatchObject([{ id: 'WEB-7', detail: 'To Do', kind: 'item' }])
  await picker.list(clientOf(bruno, heard), { view: 'search', text: 'ops-1" or project = "X' })
  expect(heard.at(-1)?.call.json).toMatchObject({ jql: 'text ~ "ops-1\\" or project = \\"X*" order by updated desc' })
  await picker.list(clientOf(bruno, heard), { view: 'search', text: 'ops-1' })
  expect(heard.at(-1)?.call.json).toMatchObject({ jql: expect.stringMatching(/^key = "OPS-1" or /) })
  expect((await picker.attach(clientOf(bruno), 'WEB-7', undefined)).url).toBe(`${site}/browse/WEB-7`)
  await expect(picker.attach(clientOf(bruno), '../x', undefined)).rejects.toThrow(ServiceRefused)
})

test('an account of two sites picks from both; one that refuses leaves the other', async () => {
  const { clientOf, site } = playing({ deployment: 'cloud' })
  const lab = site.replace('cobalt', 'cobalt-lab')
  const details = { sites: JSON.stringify({ [site]: mainSite, [lab]: labSite }) }
  const client: JiraClient = { ...clientOf(mei), details }
  const { items } = await picker.list(client, { view: 'search', text: 't' })
  expect(items.map(({ id, detail }) => [id, detail])).toEqual([
    [`${site} WEB-7`, 'cobalt.atlassian.net · To Do'],
    [`${lab} LAB-3`, 'cobalt-lab.atlassian.net · In Progress'],
  ])
  const { url } = await picker.attach(client, `${lab} LAB-3`, undefined)
  expect(url).toBe(`${lab}/browse/LAB-3`)
  await expect(picker.attach(client, 'https://elsewhere.example LAB-3', undefined)).rejects.toThrow(ServiceRefused)
  const asked: string[] = []
  const answering = (refusing: readonly string[]): JiraClient => ({
    ...client,
    async call({ path }) {
      asked.push(path)
      const one = { key: 'A-1', fields: { summary: 'x', updated: '2026-11-02T09:00:00.000+0100' } }
      const refused = refusing.some(id => path.includes(id))
      const json = refused ? { errorMessages: ['No guests.'] } : { issues: [one], nextPageToken: 'more' }
      return { status: refused ? 403 : 200, headers: {}, bytes: Buffer.alloc(0), text: '', json }
    },
  })
  const half = await picker.list(answering([mainSite]), { view: 'recent' })
  expect(half.items.map(item => item.id)).toEqual([`${lab} A-1`])
  asked.length = 0
  await picker.list(answering([]), { view: 'recent', ...(half.cursor && { cursor: half.cursor }) })
  expect(asked, 'only what has more is asked').toEqual([expect.stringContaining(labSite)])
  await expect(picker.list(answering([mainSite, labSite]), { view: 'recent' })).rejects.toThrow('No guests.')
})

test('more than one page goes on by a token on Cloud, by a number elsewhere', async () => {
  for (const [settings, first, cursor, sent] of [
    [deployments[0], { issues: [{ key: 'A-1' }], nextPageToken: 'more' }, 'more', { nextPageToken: 'more' }],
    [deployments[1], { issues: [{ key: 'A-1' }], total: 2 }, '1', { startAt: 1 }],
  ] as const) {
    const asked: unknown[] = []
    const client = {
      ...playing(settings as JiraSettings).clientOf(bruno),
      details: { sites: '{"https://cobalt.atlassian.net":"1"}' },
      call: async (call: { json?: unknown }) => {
        asked.push(call.json)
        return { status: 200, headers: {}, bytes: Buffer.alloc(0), text: '', json: first }
      },
    }
    expect((await picker.list(client, { view: 'recent' })).cursor).toBe(cursor)
    await picker.list(client, { view: 'recent', cursor })
    expect(asked.at(-1)).toMatchObject(sent)
  }
})

test('everything it does on a card is offered', () => {
  expect(jira.actions?.map(action => action.id)).toEqual(['create_issue', 'transition', 'assign'])
})
