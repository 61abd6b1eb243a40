import Type from 'typebox'
import { type Calls, exact, standard, text } from '../calls.ts'

const id = '[A-Za-z0-9]{11,12}'

const calls: Calls = {
  known: [
    { method: 'GET', path: /^\/1\/users\/current$/ },
    { method: 'GET', path: /^\/1\/users\/$/, query: ['ids'] },
    { method: 'GET', path: new RegExp(`^/[12]/threads/${id}$`) },
    { method: 'GET', path: new RegExp(`^/1/folders/${id}$`) },
    { method: 'GET', path: new RegExp(`^/1/messages/${id}$`), query: ['count'] },
    { method: 'GET', path: /^\/1\/threads\/recent$/, query: ['count'] },
    { method: 'GET', path: /^\/1\/threads\/search$/, query: ['query', 'count'] },
    {
      method: 'POST',
      path: /^\/1\/messages\/new$/,
      form: exact({ thread_id: Type.String({ pattern: `^${id}$` }), content: text(10_000) }),
    },
    {
      method: 'POST',
      path: /^\/1\/threads\/new-document$/,
      form: exact({ title: text(200), content: text(), format: Type.Enum(['html', 'markdown']) }),
    },
  ],
  tokens: [
    {
      does: 'exchange',
      url: /^https:\/\/platform\.[\w.-]+\/1\/oauth\/access_token$/,
      form: exact({ ...standard.code, ...standard.client }),
    },
    {
      does: 'refresh',
      url: /^https:\/\/platform\.[\w.-]+\/1\/oauth\/access_token$/,
      form: exact({ ...standard.refresh, ...standard.client }),
    },
    {
      does: 'revoke',
      url: /^https:\/\/platform\.[\w.-]+\/1\/oauth\/revoke$/,
      form: exact({ ...standard.token, ...standard.client }),
    },
  ],
  published: [
    { file: 'thread', link: 'https://example.quip.com/ABCDEFGHIJ0', sees: 'Unit Test Doc ABC' },
    { file: 'admin-thread', link: 'https://corp.quip.com/Os2mAY8uPVaQ', sees: 'Untitled' },
    { file: 'folder', to: /^\/1\/folders\//, link: 'https://example.quip.com/YPH9OAR2Eu5', sees: 'runbook' },
  ],
}

export default calls
