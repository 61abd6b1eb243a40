import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { deskFor, type Exchange, isFixtureSigned, placeFor, playedClient } from '../../test/connectors/played-client.ts'
import { readCatalog } from '../catalog.ts'
import { type HookProof, type HookRequest, ServiceRefused, ServiceUnreachable } from '../connector.ts'
import salesforce from './connector.ts'
import { itemOf, longId } from './ids.ts'
import sandbox from './sandbox.ts'
import { bruno, mei, organization } from './sandbox-data.ts'
import { searchedBy } from './searched.ts'
import type { SalesforceClient, SalesforceSettings } from './site.ts'
import { readOutbound } from './soap.ts'

const fixtures = process.env.PASSERELLE_FIXTURES ?? new URL('../../../shared/fixtures', import.meta.url).pathname
const there = existsSync(join(fixtures, 'salesforce'))
const json = (path: string) => JSON.parse(readFileSync(join(fixtures, 'salesforce', path), 'utf8'))
const listed = (await readCatalog()).get('salesforce')
const { links, events, picker, actions = [] } = salesforce
if (!listed || !links || !events || !picker) throw new Error('it has links, events and a picker')
const settings: SalesforceSettings = { login: 'production', version: '65.0' }
const place = placeFor(listed, { ...settings })

describe.skipIf(!there)('links of the shared cases', () => {
  const cases = there ? json('links.json') : { match: [], noMatch: [] }
  test.each(cases.match as { url: string; ids?: object }[])('$url is ours', ({ url, ids }) => {
    expect(links.recognise(new URL(url), place)?.ids).toMatchObject(ids ?? {})
  })
  test.each(cases.noMatch as { url: string; why: string }[])('$url is not: $why', ({ url }) => {
    expect(links.recognise(new URL(url), place)).toBeUndefined()
  })
})

test('the longer form of a number, as the service writes it', () => {
  expect(longId('0031I0000081tbP')).toBe('0031I0000081tbPQAQ')
  expect(longId('0031I0000081tb0')).toBe('0031I0000081tb0QAA')
  expect(itemOf('0031I0000081tbP')).toBe(itemOf('0031I0000081tbPQAQ'))
})

const desk = deskFor(place)
const details = { instance: desk.address('sites'), organization: longId(organization) }
const clientOf = (person: typeof mei, heard: Exchange[] = []): SalesforceClient =>
  playedClient(place, sandbox, desk, person, details, one => heard.push(one)) as never
const referenceOf = (word: string) => {
  const found = links.recognise(new URL(sandbox.links(desk).find(one => one.about.includes(word))?.url ?? ''), place)
  if (!found) throw new Error(`${word} is no link`)
  return found
}
const answering = (status: number, body: unknown) => async () => ({
  ...{ status, headers: {}, bytes: Buffer.alloc(0), text: '', json: body },
})

test('each sees the fields the org chose, with the account’s own rights', async () => {
  const sale = await links.preview(referenceOf('sale'), clientOf(mei))
  expect(sale).toMatchObject({ state: 'shown', card: { title: 'Two hundred frames', actions: ['log_task'] } })
  expect('card' in sale ? sale.card.facts : []).toEqual([
    { label: 'object', kind: 'text', value: 'Opportunity' },
    { label: 'Stage', kind: 'state', value: 'Negotiation', tone: 'doing' },
    { label: 'Amount', kind: 'text', value: 'EUR 84,000' },
    { label: 'Close Date', kind: 'date', value: '2026-12-15' },
  ])
  expect(await links.preview(referenceOf('sale'), clientOf(bruno))).toEqual({ state: 'not_yours' })
  expect(await links.preview(referenceOf('own kind'), clientOf(mei))).toMatchObject({ card: { title: 'FR-17' } })
  expect(await links.preview(referenceOf('report'), clientOf(mei))).toMatchObject({
    card: { kind: 'report', title: 'Orders this quarter' },
  })
})

test('a record of another org is not asked for; used-up calls are told as such', async () => {
  const other = links.recognise(new URL('https://rival.my.salesforce.com/001dM00000awSFJQA2'), place)
  const heard: Exchange[] = []
  const own = { ...clientOf(mei, heard), details: { ...details, instance: 'https://acme.my.salesforce.com' } }
  expect(other && (await links.preview(other, own))).toEqual({ state: 'not_yours' })
  expect(heard).toEqual([])
  const full = { ...clientOf(mei), call: answering(403, [{ errorCode: 'REQUEST_LIMIT_EXCEEDED', message: 'x' }]) }
  await expect(links.preview(referenceOf('sale'), full)).rejects.toThrow(ServiceUnreachable)
  const deleted = { ...clientOf(mei), call: answering(404, [{ errorCode: 'ENTITY_IS_DELETED', message: 'x' }]) }
  expect(await links.preview(referenceOf('report'), deleted)).toEqual({ state: 'gone' })
})

test('records are found, and posted by their address', async () => {
  const client = clientOf(mei)
  expect((await picker.list(client, { view: 'recent' })).items.length).toBeGreaterThan(3)
  const heard: Exchange[] = []
  const { items } = await picker.list(clientOf(mei, heard), { view: 'search', text: 'frames} RETURNING User(Id' })
  expect(heard.at(-1)?.call.query?.q).toContain('FIND {frames\\} RETURNING User\\(Id}')
  expect(items).toEqual([])
  const [found] = (await picker.list(client, { view: 'search', text: 'frames' })).items
  const { url } = await picker.attach(client, found?.id ?? '', undefined)
  expect(links.recognise(new URL(url), place)?.ids.id).toBe(found?.id)
})

test('a task, a case and a lead are made with what the org insists on', async () => {
  const heard: Exchange[] = []
  const client = clientOf(mei, heard)
  const subject = {
    url: 'https://p.example/posts/1',
    text: 'Brakes squeal\nagain',
    author: 'Noor',
    reference: referenceOf('sale'),
  }
  const [task, makeCase, makeLead] = actions
  const logged = await task?.run(client, { Subject: 'Call them', Description: 'Soon.' }, subject, 'k')
  expect(logged?.link).toMatch(/\/00T/)
  expect(heard.at(-1)?.call.json).toEqual({
    Subject: 'Call them',
    Description: 'Soon.\n\nhttps://p.example/posts/1',
    WhatId: subject.reference.ids.id,
  })
  const form = await makeCase?.form(client, {}, subject)
  expect(form?.map(field => [field.name, field.kind, field.value])).toEqual([
    ['Subject', 'text', 'Brakes squeal'],
    ['Description', 'long_text', 'Brakes squeal\nagain'],
    ['Origin', 'select', undefined],
  ])
  expect(form?.[2]?.options).toEqual([{ value: 'Web', label: 'Web' }])
  expect((await makeLead?.form(client, {}, subject))?.map(field => field.name)).toEqual([
    'LastName',
    'Description',
    'Company',
  ])
  const refused = makeCase?.run(client, { Subject: '' }, subject, 'k')
  await expect(refused).rejects.toThrow(ServiceRefused)
  await refused?.catch(error => expect(error.fields).toHaveProperty('Subject'))
})

test('a search names every kind of record that the org says this account may search, its own among them', async () => {
  const heard: Exchange[] = []
  const own = deskFor(place)
  const clientAs = (person: typeof mei): SalesforceClient =>
    playedClient(place, sandbox, own, person, details, one => heard.push(one)) as never
  const client = clientAs(mei)
  const named = () => /RETURNING (.*) LIMIT/.exec(String(heard.at(-1)?.call.query?.q))?.[1]
  expect((await picker.list(client, { view: 'search', text: 'fr-17' })).items).toMatchObject([
    { name: 'FR-17', detail: 'Frame' },
  ])
  expect(named()).toBe('Account(Id, Name), Opportunity(Id, Name), Case(Id, CaseNumber, Subject), Frame__c(Id, Name)')
  await picker.list(client, { view: 'search', text: 'roue' })
  expect(
    heard.filter(one => one.call.path.endsWith('/sobjects/')),
    'asked once',
  ).toHaveLength(1)
  const others = clientAs(bruno)
  expect((await picker.list(others, { view: 'search', text: 'fr-17' })).items).toEqual([])
  expect(named()).toBe('Account(Id, Name)')
  // So many at most, those that every org has first; settings, what cannot be searched and what is hidden are none.
  const sobjects = [
    ...Array.from({ length: 40 }, (_, n) => ({ name: `Own${n}__c`, label: `Own ${n}` })),
    ...[
      { name: 'Case' },
      { name: 'Setting__c', customSetting: true },
      { name: 'Group' },
      { name: 'No__c', searchable: false },
    ],
  ].map(one => ({ searchable: true, queryable: true, ...one }))
  const kinds = await searchedBy({
    ...clientOf(mei),
    memory: new Map(),
    call: async () => ({ status: 200, headers: {}, bytes: Buffer.alloc(0), text: '', json: { sobjects } }),
  })
  expect([kinds.length, kinds[0]?.name, kinds.some(one => /^(?:Setting|Group|No)/.test(one.name))]).toEqual([
    20,
    'Case',
    false,
  ])
})

const request = (body: string): HookRequest => ({ method: 'POST', query: {}, headers: {}, body: Buffer.from(body) })
const proof: HookProof<SalesforceSettings> = {
  ...{ settings, clientSecret: undefined, secrets: [], now: 0 },
  details: { organization: longId('012345678901234') },
}
const published = there
  ? readdirSync(join(fixtures, 'salesforce/webhooks')).map(file => json(`webhooks/${file}`).request.body as string)
  : []

test.skipIf(!there)('every published message is believed from its own org only, and each record told by itself', () => {
  for (const body of published) {
    expect(events.verify(request(body), proof)).toBe(true)
    expect(events.verify(request(body), { ...proof, details: { organization: longId(organization) } })).toBe(false)
    expect(events.verify(request(body), { ...proof, details: {} })).toBe(false)
    const reading = events.read(request(body), place)
    expect(reading).toMatchObject({ is: 'several', readings: expect.any(Array) })
    const readings = reading.is === 'several' ? reading.readings : []
    expect(readings[0]).toMatchObject({
      key: '04l1I000000fztEQAQ',
      reading: {
        notice: {
          values: { title: 'Jeraldine Black', object: 'Contact' },
          link: 'https://na73.salesforce.com/0031I0000081tbPQAQ',
          properties: { object: 'Contact' },
        },
      },
    })
    expect(JSON.stringify(reading)).not.toContain('00D1I000003qqqE!')
    expect(events.deliveryKey(request(body))).toBe(events.deliveryKey(request(body)))
  }
})

test('a message with a document type, an entity, too deep or cut off is not read', () => {
  const { body = '' } = sandbox.deliver('The case changes', { url: '' }, desk) ?? {}
  expect(readOutbound(Buffer.from(body))?.told).toHaveLength(1)
  const bombs = [
    body.replace('<soapenv:Envelope', '<!DOCTYPE x [<!ENTITY a "b">]><soapenv:Envelope'),
    body.replace('<soapenv:Envelope', '<?php x ?><soapenv:Envelope'),
    body.slice(0, -40),
    body.replace('<sf:Status>', '<a>'.repeat(20)),
    '{}',
    '',
  ]
  for (const bomb of bombs) expect(events.read(request(bomb), place).is).toBe('unrecognised')
  const odd = body.replace('Brakes squeal', '&lt;b&gt;Brakes&lt;/b&gt; &amp; squeal')
  expect(events.read(request(odd), place)).toMatchObject({ notice: { values: { title: '<b>Brakes</b> & squeal' } } })
})

test('the acknowledgement is what the service insists on', () => {
  expect(events.accepted).toMatchObject({ status: 200, body: expect.stringContaining('<Ack>true</Ack>') })
})

test('reading is total', () => {
  const { body = '' } = sandbox.deliver('Two accounts at once', { url: '' }, desk) ?? {}
  fc.assert(
    fc.property(fc.nat(body.length), fc.string(), (where, words) => {
      const odd = request(body.slice(0, where) + words + body.slice(where + words.length))
      expect(['notice', 'several', 'unrecognised']).toContain(events.read(odd, place).is)
    }),
  )
})

test('only an answer that the client’s secret signs says whose account it is, and where its org stands', async () => {
  const oauth = salesforce.oauth?.(settings as never)
  const answer = sandbox.tokenAnswer?.(mei, desk) ?? {}
  const who = (more: object = {}, secret = isFixtureSigned) =>
    oauth?.account(clientOf(mei) as never, { ...answer, ...more }, secret)
  expect(await who()).toMatchObject({ details: { instance: desk.address('sites') } })
  const odd = [{ id: `${answer.id}x` }, { issued_at: '1' }, { signature: '' }, { signature: undefined }, { id: {} }]
  for (const more of odd) await expect(who(more)).rejects.toThrow('not_signed')
  await expect(who({}, () => false)).rejects.toThrow('not_signed')
})

test('who changed a record is named by the account, where the message tells', () => {
  const told = (event: string) => {
    const { body, headers } = sandbox.deliver(event, { url: '' }, desk) ?? { body: '', headers: {} }
    const reading = events.read({ method: 'POST', query: {}, headers, body: Buffer.from(body) }, place)
    return reading.is === 'notice' ? [reading.notice.event, reading.notice.people] : reading
  }
  expect(told('The case changes')).toEqual(['record_changed', { who: longId(mei.id) }])
  expect(told('A case is opened')).toEqual(['record_created', { who: longId(mei.id) }])
})
