import type { Calls } from '../calls.ts'

const calls: Calls = {
  described: { file: 'google-drive.openapi.json', addresses: ['api'], prefix: /^\/drive\/v3/ },
  known: [{ method: 'GET', path: /^\/drive\/v3\/drives$/, query: ['pageSize', 'fields'] }],
}

export default calls
