import Type, { type TSchema } from 'typebox'
import Value from 'typebox/value'
import type { Exchange } from './played-client.ts'

/** A call as the reference of the service describes it, written by hand where no valid description is published. */
interface Known {
  readonly method: string
  readonly path: RegExp
  readonly query?: readonly string[]
  readonly json?: TSchema
}

const text = (maxLength = 20_000) => Type.String({ minLength: 1, maxLength })
const exact = (properties: Parameters<typeof Type.Object>[0]) =>
  Type.Object(properties, { additionalProperties: false })

/** By connector: what is called there, and with what. */
const known: Readonly<Record<string, readonly Known[]>> = {
  hello: [
    { method: 'GET', path: /^\/api\/greetings\/[a-z]+$/ },
    { method: 'POST', path: /^\/api\/greetings\/[a-z]+\/waves$/, json: exact({ words: text(), key: text() }) },
  ],
  jira: [
    { method: 'GET', path: /^\/oauth\/token\/accessible-resources$/ },
    { method: 'GET', path: /^\/ex\/jira\/[\w-]+\/rest\/api\/3\/issue\/[A-Z]+-\d+\/comment\/\d+$/ },
    { method: 'GET', path: /^\/rest\/api\/2\/(?:myself|project|project\/[A-Z]+)$/ },
    { method: 'GET', path: /^\/rest\/api\/2\/issue\/[A-Z]+-\d+(?:\/comment\/\d+)?$/, query: ['fields', 'expand'] },
    {
      method: 'GET',
      path: /^\/rest\/api\/2\/issue\/createmeta\/\w+\/issuetypes(?:\/\d+)?$/,
      query: ['maxResults', 'startAt'],
    },
    {
      method: 'POST',
      path: /^\/rest\/api\/2\/issue$/,
      json: Type.Object({
        fields: Type.Object({ project: Type.Object({}), issuetype: Type.Object({}), summary: text(255) }),
      }),
    },
    {
      method: 'POST',
      path: /^\/rest\/api\/2\/issue\/[A-Z]+-\d+\/remotelink$/,
      json: Type.Object({ globalId: text(255), object: Type.Object({ url: text(), title: text(255) }) }),
    },
    {
      method: 'POST',
      path: /^\/rest\/webhooks\/1\.0\/webhook$/,
      json: Type.Object({
        name: text(255),
        url: text(),
        events: Type.Array(text(100)),
        secret: Type.Optional(text(255)),
      }),
    },
    { method: 'DELETE', path: /^\/rest\/webhooks\/1\.0\/webhook\/\d+$/ },
  ],
  zoom: [
    { method: 'GET', path: /^\/v2\/users\/me$/ },
    { method: 'GET', path: /^\/v2\/(?:meetings|webinars)\/\d{9,11}$/ },
    {
      method: 'POST',
      path: /^\/v2\/users\/me\/meetings$/,
      json: exact({
        topic: text(200),
        type: Type.Enum([1, 2]),
        start_time: Type.Optional(Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:00$' })),
        duration: Type.Optional(Type.Integer({ minimum: 1 })),
        settings: exact({ join_before_host: Type.Boolean(), waiting_room: Type.Boolean() }),
      }),
    },
    { method: 'PUT', path: /^\/v2\/meetings\/\d{9,11}\/status$/, json: exact({ action: Type.Literal('end') }) },
  ],
  surveymonkey: [
    { method: 'GET', path: /^\/v3\/users\/me$/ },
    {
      method: 'GET',
      path: /^\/v3\/surveys$/,
      query: ['page', 'per_page', 'sort_by', 'sort_order', 'include', 'title'],
    },
    { method: 'GET', path: /^\/v3\/surveys\/\d+(?:\/details|\/rollups)?$/ },
    { method: 'GET', path: /^\/v3\/surveys\/\d+\/collectors$/, query: ['page', 'per_page', 'include'] },
    {
      method: 'POST',
      path: /^\/v3\/surveys\/\d+\/collectors$/,
      json: exact({ type: Type.Literal('weblink'), name: text(100) }),
    },
    { method: 'PATCH', path: /^\/v3\/collectors\/\d+$/, json: exact({ status: Type.Enum(['open', 'closed']) }) },
    {
      method: 'POST',
      path: /^\/v3\/webhooks$/,
      json: exact({
        name: text(100),
        event_type: Type.Literal('response_completed'),
        object_type: Type.Enum(['survey', 'collector']),
        object_ids: Type.Array(text(40), { minItems: 1 }),
        subscription_url: text(1_000),
      }),
    },
    { method: 'DELETE', path: /^\/v3\/webhooks\/\d+$/ },
  ],
}

/** What is wrong with a call that no vendor describes; nothing where it is as the reference has it. */
export function calls(id: string, call: Exchange['call']): string | undefined {
  const path = call.path.split('?')[0] ?? ''
  const found = (known[id] ?? []).find(one => one.method === call.method && one.path.test(path))
  if (!found) return 'no such call is known'
  const strange = Object.keys(call.query ?? {}).find(name => !found.query?.includes(name))
  if (strange) return `query parameter “${strange}” is not known`
  if (call.json === undefined) return found.json ? 'the body is missing' : undefined
  if (!found.json) return 'a body is not known'
  return Value.Check(found.json, call.json) ? undefined : `the body is not as described: ${JSON.stringify(call.json)}`
}
