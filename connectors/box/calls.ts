import Type from 'typebox'
import { type Calls, exact, standard, text } from '../calls.ts'

const calls: Calls = {
  described: { file: 'box.openapi.json', addresses: ['api'], prefix: /^\/2\.0/, openErrors: true },
  known: [
    { method: 'GET', path: /^\/2\.0\/recent_items$/, query: ['fields', 'limit', 'marker'] },
    { method: 'GET', path: /^\/2\.0\/(?:files|folders)\/\d+\/collaborations$/, query: ['limit'] },
    {
      method: 'POST',
      path: /^\/2\.0\/collaborations$/,
      query: ['notify'],
      json: exact({
        item: exact({ type: Type.Enum(['file', 'folder']), id: text(20) }),
        accessible_by: exact({ type: Type.Literal('user'), login: text(254) }),
        role: Type.Literal('viewer'),
      }),
    },
  ],
  tokens: [
    {
      does: 'exchange',
      url: /^https:\/\/api\.box\.com\/oauth2\/token$/,
      form: exact({ ...standard.code, ...standard.client }),
    },
    {
      does: 'refresh',
      url: /^https:\/\/api\.box\.com\/oauth2\/token$/,
      form: exact({ ...standard.refresh, ...standard.client }),
    },
    {
      does: 'revoke',
      url: /^https:\/\/api\.box\.com\/oauth2\/revoke$/,
      form: exact({ ...standard.token, ...standard.client }),
    },
  ],
}

export default calls
