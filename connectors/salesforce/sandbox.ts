import { at, text } from '../reading.ts'
import type { Sandbox, SandboxAnswer, SandboxDelivery, SandboxDesk, SandboxRequest } from '../sandbox.ts'
import { sign } from '../signatures.ts'
import { longId } from './ids.ts'
import {
  describe,
  firstRecords,
  mei,
  organization,
  outbound,
  type PlayedRecord,
  people,
  plainRecord,
  recordUi,
} from './sandbox-data.ts'

const recordsOf = new WeakMap<SandboxDesk, PlayedRecord[]>()

function records(desk: SandboxDesk): PlayedRecord[] {
  const known = recordsOf.get(desk) ?? firstRecords(desk)
  recordsOf.set(desk, known)
  return known
}

const error = (status: number, errorCode: string, fields?: string[]): SandboxAnswer => ({
  status,
  json: [{ message: `played: ${errorCode}`, errorCode, ...(fields && { fields }) }],
})
const notFound = error(404, 'NOT_FOUND')

function answer(address: string, request: SandboxRequest, desk: SandboxDesk): SandboxAnswer {
  const { person } = request
  if (request.path === '/services/oauth2/userinfo')
    return person
      ? { json: { user_id: longId(person.id), organization_id: longId(organization), name: person.name } }
      : error(401, 'INVALID_SESSION_ID')
  const path = /^\/services\/data\/v\d\d\.0(\/.*)$/.exec(request.path)?.[1]
  if (!path) return { html: `<h1>Salesforce, played in small</h1><p>${address}</p>` }
  if (!person) return error(401, 'INVALID_SESSION_ID')
  if (path.startsWith('/ui-api/record-ui/')) return layout(path.split('/').at(-1) ?? '', request, desk)
  if (path === '/recent') return { json: visible(request, desk).map(rowOf) }
  if (path === '/search') return { json: { searchRecords: searched(request, desk).map(rowOf) } }
  if (path === '/sobjects/') return { json: { sobjects: kindsSeen(request, desk) } }
  return ofObject(path, request, desk)
}

const visible = ({ person }: SandboxRequest, desk: SandboxDesk): PlayedRecord[] =>
  records(desk).filter(one => person?.id === mei.id || one.object === 'Account')

/** What the org has, as far as this account may know of it; reports and dashboards are found otherwise. */
const kindsSeen = (request: SandboxRequest, desk: SandboxDesk): object[] => {
  const kinds = new Map(visible(request, desk).map(one => [one.object, one]))
  return [...kinds.values()].map(({ object, label, id }) => ({
    ...{ name: object, label, keyPrefix: id.slice(0, 3), custom: object.endsWith('__c'), customSetting: false },
    ...{ queryable: true, searchable: !/^(?:Report|Dashboard)$/.test(object), deprecatedAndHidden: false },
  }))
}

const rowOf = ({ id, object, nameField, fields }: PlayedRecord): object => ({
  attributes: { type: object },
  Id: id,
  Name: fields[nameField]?.value,
})

function searched(request: SandboxRequest, desk: SandboxDesk): PlayedRecord[] {
  const [, word = '', named = ''] =
    /FIND \{(.*?)\} IN NAME FIELDS RETURNING (.*) LIMIT/.exec(request.query.q ?? '') ?? []
  const words = word.replace(/\\(.)/g, '$1').toLowerCase()
  const kinds = new Set([...named.matchAll(/(\w+)\(/g)].map(found => found[1]))
  return visible(request, desk)
    .filter(one => kinds.has(one.object))
    .filter(one => one.fields[one.nameField]?.value.toLowerCase().includes(words))
}

function layout(id: string, request: SandboxRequest, desk: SandboxDesk): SandboxAnswer {
  const found = visible(request, desk).find(one => one.id === id)
  return found && request.person ? { json: recordUi(found, request.person) } : notFound
}

function ofObject(path: string, request: SandboxRequest, desk: SandboxDesk): SandboxAnswer {
  const [, object = '', rest = ''] = /^\/sobjects\/(\w+)(?:\/(\w+))?$/.exec(path) ?? []
  if (rest === 'describe') return { json: describe(object) }
  if (rest) {
    const found = visible(request, desk).find(one => one.id === rest && one.object === object)
    return found && request.person ? { json: plainRecord(found, request.person) } : notFound
  }
  const first = object === 'Lead' ? 'LastName' : 'Subject'
  const given = at(request.json)
  if (!text(given[first])) return error(400, 'REQUIRED_FIELD_MISSING', [first])
  const id = longId(
    `${{ Task: '00T', Case: '500', Lead: '00Q' }[object] ?? '00T'}dM0000${String(100_000 + records(desk).length)}`,
  )
  const fields = { [first]: { label: first, value: text(given[first]) } }
  records(desk).push({ id, object, label: object, nameField: first, fields })
  return { status: 201, json: { id, success: true, errors: [] } }
}

/** Which records each event tells of, and what it does to them. */
const eventNames: Readonly<Record<string, (all: PlayedRecord[], desk: SandboxDesk) => PlayedRecord[]>> = {
  'The frames are won': all => {
    const deal = all.find(one => one.object === 'Opportunity')
    if (deal?.fields.StageName) deal.fields.StageName.value = 'Closed Won'
    return deal ? [{ ...deal, fields: { ...deal.fields, IsClosed: { label: '', value: 'true' } } }] : []
  },
  'The case changes': all => all.filter(one => one.object === 'Case').slice(0, 1),
  'A case is opened': (all, desk) =>
    all
      .filter(one => one.object === 'Case')
      .slice(0, 1)
      .map(one => ({
        ...one,
        fields: {
          ...one.fields,
          CreatedDate: { label: '', value: new Date(desk.now()).toISOString() },
          CreatedById: { label: '', value: mei.id },
        },
      })),
  'Two accounts at once': all => all.filter(one => one.object === 'Account' || one.object === 'Frame__c'),
}

let count = 0

function deliver(event: string, hook: { url: string }, desk: SandboxDesk): SandboxDelivery {
  const make = eventNames[event]
  if (!make) throw new Error(`no event is called “${event}”`)
  count++
  const body = outbound(make(records(desk), desk), desk.now(), count, desk)
  return {
    headers: { 'content-type': 'text/xml; charset=utf-8', soapaction: '""' },
    body: prove(Buffer.from(body), hook).body,
  }
}

/** A message names the org it comes from. */
function prove(body: Uint8Array, _hook: object) {
  const named = `<OrganizationId>${organization}</OrganizationId>`
  const written = Buffer.from(body).toString('utf8')
  return { headers: {}, body: written.replace(/<OrganizationId>\w*<\/OrganizationId>/, named) }
}

const sandbox: Sandbox = {
  people,
  links: desk => {
    const at_ = (n: number): string => `${desk.address('sites')}/${records(desk)[n]?.id}`
    return [
      { url: at_(1), about: 'A sale: Mei sees it, Bruno does not.' },
      {
        url: `${desk.address('lightning')}/lightning/r/Account/${records(desk)[0]?.id}/view`,
        about: 'An account: both see it.',
      },
      { url: at_(2), about: 'A case.' },
      { url: at_(3), about: 'A record of the company’s own kind.' },
      { url: `${desk.address('lightning')}/lightning/r/Report/${records(desk)[4]?.id}/view`, about: 'A report.' },
      { url: at_(5), about: 'A dashboard.' },
    ]
  },
  answer,
  tokenAnswer: (person, desk) => {
    const id = `${desk.address('login')}/id/${longId(organization)}/${longId(person.id)}`
    const issued_at = String(desk.now())
    const signature = sign({ algorithm: 'sha256', encoding: 'base64' }, id + issued_at, desk.clientSecret())
    return { instance_url: desk.address('sites'), id, issued_at, signature }
  },
  handMade: {},
  events: Object.keys(eventNames),
  deliver,
  prove,
}

export default sandbox
