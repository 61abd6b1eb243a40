import Type from 'typebox'
import { type Calls, exact, standard, text } from '../calls.ts'

const calls: Calls = {
  known: [
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
  // Tokens do not end, and are taken back by the person at the service alone.
  tokens: [
    {
      does: 'exchange',
      url: /^https:\/\/api\.(?:eu\.)?surveymonkey\.(?:com|ca)\/oauth\/token$/,
      form: exact({ ...standard.code, ...standard.client }),
    },
  ],
  published: [{ file: 'surveys-01-surveys-example-response', inList: true, view: 'browse', sees: 'My Survey' }],
}

export default calls
