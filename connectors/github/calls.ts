import Type from 'typebox'
import { basic, type Calls, exact, standard, text } from '../calls.ts'

const repo = (rest: string): RegExp => new RegExp(`^/repos/[\\w.-]+/[\\w.-]+${rest}$`)

const calls: Calls = {
  headers: { 'x-github-api-version': /^\d{4}-\d\d-\d\d$/ },
  known: [
    { method: 'GET', path: /^\/user$/ },
    { method: 'GET', path: /^\/user\/repos$/, query: ['sort', 'per_page'] },
    { method: 'GET', path: /^\/issues$/, query: ['filter', 'state', 'sort', 'per_page', 'page'] },
    { method: 'GET', path: /^\/search\/issues$/, query: ['q', 'per_page', 'page'] },
    { method: 'GET', path: /^\/gists\/[0-9a-f]+$/ },
    { method: 'GET', path: repo('(?:/(?:issues|pulls|issues/comments|actions/runs)/\\d+)?') },
    { method: 'GET', path: repo('/commits/[0-9a-f]{7,40}') },
    { method: 'GET', path: repo('/releases/tags/[^/]+') },
    { method: 'GET', path: repo('/contents/.+'), query: ['ref'] },
    { method: 'POST', path: repo('/issues'), json: exact({ title: text(256), body: text(65_536) }) },
    { method: 'POST', path: repo('/issues/\\d+/comments'), json: exact({ body: text(65_536) }) },
    { method: 'PATCH', path: repo('/issues/\\d+'), json: exact({ state: Type.Enum(['open', 'closed']) }) },
  ],
  tokens: [
    {
      does: 'exchange',
      url: /^https:\/\/[\w.-]+\/login\/oauth\/access_token$/,
      form: exact({ ...standard.code, ...standard.verifier, ...standard.client }),
    },
    // Only of apps whose tokens end.
    {
      does: 'refresh',
      url: /^https:\/\/[\w.-]+\/login\/oauth\/access_token$/,
      form: exact({ ...standard.refresh, ...standard.client }),
    },
    {
      does: 'revoke',
      method: 'DELETE',
      url: /^https:\/\/(?:api\.[\w.-]+|[\w.-]+\/api\/v3)\/applications\/[\w.-]+\/grant$/,
      proof: basic,
      json: exact({ access_token: text(300) }),
    },
  ],
}

export default calls
