import Type from 'typebox'
import { type Calls, exact, standard, text } from '../calls.ts'

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
  tokens: [
    {
      does: 'exchange',
      url: /^https:\/\/auth\.atlassian\.com\/oauth\/token$/,
      json: exact({ ...standard.code, ...standard.client }),
    },
    {
      does: 'refresh',
      url: /^https:\/\/auth\.atlassian\.com\/oauth\/token$/,
      json: exact({ ...standard.refresh, ...standard.client }),
    },
    {
      does: 'exchange',
      url: /^https:\/\/jira\.example\.com\/rest\/oauth2\/latest\/token$/,
      form: exact({ ...standard.code, ...standard.verifier, ...standard.client }),
    },
    // Without the address of the first time it is a bare `invalid_grant`.
    {
      does: 'refresh',
      url: /^https:\/\/jira\.example\.com\/rest\/oauth2\/latest\/token$/,
      form: exact({ ...standard.refresh, ...standard.client, redirect_uri: standard.code.redirect_uri }),
    },
    {
      does: 'revoke',
      url: /^https:\/\/jira\.example\.com\/rest\/oauth2\/latest\/revoke$/,
      form: exact({ ...standard.token, ...standard.client }),
    },
  ],
  published: [
    { file: 'project', link: 'https://cobalt.atlassian.net/browse/ABDERA', sees: 'Abdera' },
    { file: 'issues_in_sprint', view: 'recent', sees: 'AR-86' },
  ],
}

export default calls
