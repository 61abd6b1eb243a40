import Type from 'typebox'
import { type Calls, exact, standard, text } from '../calls.ts'

const calls: Calls = {
  described: {
    file: 'box.openapi.json',
    addresses: ['api'],
    prefix: /^\/2\.0/,
    openErrors: true,
    nulls: ['shared_link'],
  },
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
  published: [
    { file: 'get_files_id_200', link: 'https://app.box.com/file/1234567890', sees: 'Puppy.png' },
    { file: 'get_folders_id_200', link: 'https://app.box.com/folder/11111', sees: 'All Files' },
    { file: 'get_folders_id_trash_200', link: 'https://app.box.com/folder/22222', sees: { state: 'gone' } },
    { file: 'get_shared_items_200', link: 'https://app.box.com/s/abcdef123456', sees: 'Spreadsheet.csv' },
    { file: 'get_folders_id_items_200', view: 'browse', sees: 'Collab Folder' },
    { file: 'get_search_query_200', view: 'search', sees: 'test file.txt' },
  ],
}

export default calls
