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
  published: [
    {
      file: 'update-file',
      link: 'https://docs.google.com/document/d/1iD9Ygt8U_pzacH3tO3IaDQpSAxaXM78v11exQYZel50/edit',
      sees: 'Updated Test Document Name',
    },
    {
      file: 'create-folder',
      link: 'https://drive.google.com/drive/folders/1gdUL2131fuKTwpx0s8DfyiyPpfDhzvrx',
      sees: 'Test Folder Nango 2',
    },
    {
      file: 'upload-document',
      link: 'https://drive.google.com/file/d/13gagWd0Y0_VacCQDVBqTxj_n7mlvBh5i/view',
      sees: 'test-upload.txt',
    },
  ],
}

export default calls
