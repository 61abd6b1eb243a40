import { type Calls, exact, standard } from '../calls.ts'

const calls: Calls = {
  described: { file: 'google-drive.openapi.json', addresses: ['api'], prefix: /^\/drive\/v3/ },
  known: [{ method: 'GET', path: /^\/drive\/v3\/drives$/, query: ['pageSize', 'fields'] }],
  tokens: [
    {
      does: 'exchange',
      url: /^https:\/\/oauth2\.googleapis\.com\/token$/,
      form: exact({ ...standard.code, ...standard.verifier, ...standard.client }),
    },
    {
      does: 'refresh',
      url: /^https:\/\/oauth2\.googleapis\.com\/token$/,
      form: exact({ ...standard.refresh, ...standard.client }),
    },
    // It asks for the token alone, and takes the client's proof of RFC 7009 beside it.
    {
      does: 'revoke',
      url: /^https:\/\/oauth2\.googleapis\.com\/revoke$/,
      form: exact({ ...standard.token, ...standard.client }),
    },
  ],
}

export default calls
