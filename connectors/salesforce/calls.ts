import Type from 'typebox'
import { type Calls, exact, standard, text } from '../calls.ts'

const path = (rest: string): RegExp => new RegExp(`^/services/data/v\\d\\d\\.0${rest}$`)
const id = '[A-Za-z0-9]{15,18}'

const calls: Calls = {
  known: [
    { method: 'GET', path: /^\/services\/oauth2\/userinfo$/ },
    { method: 'GET', path: path(`/ui-api/record-ui/${id}`), query: ['layoutTypes', 'modes'] },
    { method: 'GET', path: path('/sobjects/') },
    { method: 'GET', path: path('/sobjects/\\w+/describe') },
    { method: 'GET', path: path(`/sobjects/\\w+/${id}`) },
    { method: 'GET', path: path('/recent'), query: ['limit'] },
    { method: 'GET', path: path('/search'), query: ['q'] },
    {
      method: 'POST',
      path: path('/sobjects/Task'),
      json: exact({
        Subject: text(255),
        Description: text(32_000),
        WhatId: Type.Optional(text(18)),
        WhoId: Type.Optional(text(18)),
        ActivityDate: Type.Optional(Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\d$' })),
      }),
    },
    {
      method: 'POST',
      path: path('/sobjects/(?:Case|Lead)'),
      json: Type.Object({ Description: Type.Optional(text(32_000)) }),
    },
  ],
  // An org may have its people sign in at an address of its own: “fixture”.
  tokens: [
    {
      does: 'exchange',
      url: /^https:\/\/(?:login\.salesforce\.com|test\.salesforce\.com|fixture)\/services\/oauth2\/token$/,
      form: exact({ ...standard.code, ...standard.verifier, ...standard.client }),
    },
    {
      does: 'refresh',
      url: /^https:\/\/(?:login\.salesforce\.com|test\.salesforce\.com|fixture)\/services\/oauth2\/token$/,
      form: exact({ ...standard.refresh, ...standard.client }),
    },
    {
      does: 'revoke',
      url: /^https:\/\/(?:login\.salesforce\.com|test\.salesforce\.com|fixture)\/services\/oauth2\/revoke$/,
      form: exact({ ...standard.token, ...standard.client }),
    },
  ],
  published: [
    {
      file: 'sobject-sobject_find_success_response',
      link: 'https://cobalt.lightning.force.com/lightning/r/Report/00O5f000004mXyZEAU/view',
      sees: 'My First Whizbang',
    },
    {
      file: 'expired_session_response',
      link: 'https://cobalt.lightning.force.com/lightning/r/Report/00O5f000004mXyZEAU/view',
      sees: { state: 'account_needed' },
    },
  ],
}

export default calls
