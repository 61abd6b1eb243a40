import Type from 'typebox'
import { type Calls, exact, standard, text } from '../calls.ts'

const tagged = (...tags: readonly string[]) => exact({ '.tag': Type.Enum([...tags]) })

const calls: Calls = {
  described: {
    file: 'dropbox.openapi.json',
    addresses: ['api'],
    prefix: /^\/2/,
    // Why a link may not be opened is newer than the description.
    open: /^\.error\.shared_link_access_denied$/,
  },
  // Every route takes it; the description of one leaves it out.
  headers: { 'dropbox-api-path-root': /^\{"\.tag":"root","root":"\d+"\}$/ },
  known: [
    { method: 'GET', path: /^\/[A-Za-z0-9]{4,20}$/ },
    { method: 'POST', path: /^\/2\/users\/get_current_account$/, json: Type.Null() },
    {
      method: 'POST',
      path: /^\/2\/sharing\/modify_shared_link_settings$/,
      json: exact({ url: text(2_000), settings: exact({ audience: tagged('no_one', 'team', 'public') }) }),
    },
    {
      method: 'POST',
      path: /^\/2\/sharing\/add_file_member$/,
      json: exact({
        file: text(300),
        members: Type.Array(exact({ '.tag': Type.Literal('email'), email: text(254) }), { minItems: 1 }),
        access_level: tagged('viewer'),
        quiet: Type.Boolean(),
      }),
    },
  ],
  tokens: [
    {
      does: 'exchange',
      url: /^https:\/\/api\.dropboxapi\.com\/oauth2\/token$/,
      form: exact({ ...standard.code, ...standard.verifier, ...standard.client }),
    },
    {
      does: 'refresh',
      url: /^https:\/\/api\.dropboxapi\.com\/oauth2\/token$/,
      form: exact({ ...standard.refresh, ...standard.client }),
    },
    {
      does: 'revoke',
      url: /^https:\/\/api\.dropboxapi\.com\/2\/auth\/token\/revoke$/,
      proof: /^Bearer \S+$/,
      json: Type.Null(),
    },
  ],
  published: [
    {
      file: 'sharing__get_shared_link_metadata',
      link: 'https://www.dropbox.com/s/2sn712vy1ovegw8/Prime_Numbers.txt?dl=0',
      sees: 'Prime_Numbers.txt',
    },
    {
      file: 'files__get_metadata',
      link: 'https://www.dropbox.com/home/Homework/math?preview=Prime_Numbers.txt',
      sees: 'Prime_Numbers.txt',
    },
    { file: 'files__list_folder', view: 'browse', sees: 'Prime_Numbers.txt' },
    { file: 'files__search_v2', view: 'search', sees: 'Prime_Numbers.txt' },
  ],
}

export default calls
