import Type from 'typebox'
import { type Calls, exact, text } from '../calls.ts'

const calls: Calls = {
  described: {
    file: 'jira-cloud.openapi.json',
    addresses: ['api'],
    prefix: /^\/ex\/jira\/[^/]+/,
    // The schema has a number where its example has a date, as the service does.
    unlike: [/\/webhook\/refresh$/],
  },
  known: [
    {
      method: 'GET',
      path: /^(?:\/ex\/jira\/[\w-]+\/rest\/api\/3|\/rest\/api\/2)\/user\/assignable\/search$/,
      query: ['issueKey', 'maxResults'],
    },
    { method: 'GET', path: /^\/rest\/api\/2\/issue\/[A-Z]+-\d+\/transitions$/ },
    {
      method: 'POST',
      path: /^\/rest\/api\/2\/issue\/[A-Z]+-\d+\/transitions$/,
      json: exact({ transition: exact({ id: text(20) }) }),
    },
    { method: 'PUT', path: /^\/rest\/api\/2\/issue\/[A-Z]+-\d+\/assignee$/, json: exact({ name: text(255) }) },
    {
      method: 'POST',
      path: /^\/rest\/api\/2\/search$/,
      json: exact({
        jql: text(1_000),
        fields: Type.Array(text(100)),
        maxResults: Type.Integer({ minimum: 1, maximum: 100 }),
        startAt: Type.Integer({ minimum: 0 }),
      }),
    },
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
}

export default calls
