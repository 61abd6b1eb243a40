import Type from 'typebox'
import { type Calls, exact, standard, text } from '../calls.ts'

const path = (rest: string): RegExp => new RegExp(`^/v1\\.0${rest}$`)
const item = '/drives/[^/]+/items/[^/]+'

const calls: Calls = {
  described: {
    file: 'microsoft-graph.openapi.json',
    addresses: ['graph'],
    prefix: /^\/v1\.0/,
    // A list's columns are what its people made of it.
    open: /^\.fields\./,
  },
  known: [
    { method: 'GET', path: path('/sites/[^/:]+:/[^?]+'), query: ['$select'] },
    { method: 'GET', path: path('/me/drive/root/children'), query: ['$select', '$top', '$skiptoken'] },
    { method: 'GET', path: path('/drives/[^/]+/root/children'), query: ['$select', '$top', '$skiptoken'] },
    { method: 'GET', path: path('/me/followedSites'), query: ['$select'] },
    { method: 'GET', path: path('/sites/[^/]+/drives'), query: ['$select'] },
    { method: 'GET', path: path(`${item}/permissions`) },
    {
      method: 'POST',
      path: path(`${item}/invite`),
      json: exact({
        recipients: Type.Array(exact({ email: text(254) }), { minItems: 1 }),
        roles: Type.Array(Type.Literal('read')),
        requireSignIn: Type.Boolean(),
        sendInvitation: Type.Literal(false),
      }),
    },
    {
      method: 'POST',
      path: path('/search/query'),
      json: exact({
        requests: Type.Array(
          exact({
            entityTypes: Type.Array(Type.Literal('driveItem')),
            query: exact({ queryString: text(500) }),
            from: Type.Integer({ minimum: 0 }),
            size: Type.Integer({ minimum: 1, maximum: 500 }),
            sortProperties: Type.Optional(
              Type.Array(exact({ name: Type.Literal('lastModifiedDateTime'), isDescending: Type.Boolean() })),
            ),
          }),
        ),
      }),
    },
  ],
  // Nothing takes one grant back: what is forgotten here is forgotten there by itself, unused.
  tokens: [
    {
      does: 'exchange',
      url: /^https:\/\/login\.(?:microsoftonline\.com|microsoftonline\.us|chinacloudapi\.cn)\/[\w.-]+\/oauth2\/v2\.0\/token$/,
      form: exact({ ...standard.code, ...standard.verifier, ...standard.client }),
    },
    {
      does: 'refresh',
      url: /^https:\/\/login\.(?:microsoftonline\.com|microsoftonline\.us|chinacloudapi\.cn)\/[\w.-]+\/oauth2\/v2\.0\/token$/,
      form: exact({ ...standard.refresh, ...standard.client }),
    },
  ],
  published: [
    {
      file: 'recorded-get-drive-item',
      link: 'https://cobalt.sharepoint.com/:t:/s/Team/IQC1h6muk_OmS7cjHl',
      sees: 'test-upload.txt',
    },
    { file: 'driveitem-get', link: 'https://cobalt.sharepoint.com/:f:/s/Team/IQC1h6muk_OmS7cjHl', sees: 'OneDrive' },
    {
      file: 'shares-driveitem',
      link: 'https://cobalt.sharepoint.com/:w:/s/Team/IQC1h6muk_OmS7cjHl',
      sees: 'contoso project.docx',
    },
    { file: 'site-get', link: 'https://cobalt.sharepoint.com/teams/1drvteam', sees: 'OneDrive Team Site' },
    { file: 'recorded-get-site', link: 'https://cobalt.sharepoint.com/sites/root', sees: 'Communication site' },
    {
      file: 'recorded-get-list-item',
      link: 'https://cobalt.sharepoint.com/sites/TestTeam/Lists/Intro/DispForm.aspx?ID=1',
      sees: 'Intro',
    },
  ],
}

export default calls
