/**
 * GitHub: the cloud, a company's part of it, or a server of its own. What the service promises, with dates and documents, is in README.md beside this file.
 */
import Type from 'typebox'
import type { Connector, OAuth } from '../connector.ts'
import { at, text } from '../reading.ts'
import { close, comment, createIssue, reopen } from './actions.ts'
import { deliveryKey, read, verify } from './events.ts'
import { item, kinds as linkKinds, preview, recognise } from './links.ts'
import { kinds } from './notices.ts'
import { picker } from './picker.ts'
import { callGitHub, retryAfter } from './site.ts'

const settings = Type.Object({
  hosting: Type.Enum(['cloud', 'residency', 'server'], { default: 'cloud' }),
  host: Type.Optional(
    Type.String({
      pattern: '^[a-z0-9.-]{4,200}(?::\\d{2,5})?$',
      when: { name: 'hosting', value: ['residency', 'server'] },
      needed: true,
    }),
  ),
  secret: Type.String({ minLength: 1, maxLength: 200, secret: true }),
})

/** Words of its own; the others are those of RFC 6749. */
const meant = new Map<string, 'grant' | 'client'>([
  ['bad_refresh_token', 'grant'],
  ['incorrect_client_credentials', 'client'],
])

/** Errors of the token endpoint come with 200 and the word `error`. Tokens of an app end after eight hours, those of an older one never. */
const oauth: OAuth = {
  authorize: { address: 'site', path: '/login/oauth/authorize' },
  token: { address: 'site', path: '/login/oauth/access_token', body: 'form', clientAuth: 'body' },
  pkce: true,
  scopes: { member: ['read:user', 'repo'], installation: ['read:user', 'repo'] },
  // Taken back with all of its tokens; only the client itself may.
  revoke: { address: 'api', path: '/applications/{clientId}/grant', as: 'delete', whole: true },
  refusal: (_status, json) => meant.get(text(at(json).error)),
  async account(client) {
    const { json } = await callGitHub(client as never, '/user')
    return { externalId: text(at(json).id), label: text(at(json).name) || text(at(json).login) }
  },
}

const github: Connector<typeof settings> = {
  id: 'github',
  listing: {
    category: 'projects',
    publisher: 'Passerelle',
    website: 'https://github.com',
    support: 'https://support.github.com',
    privacyUrl: 'https://docs.github.com/site-policy/privacy-policies',
    abilities: ['attach', 'preview', 'notices', 'create'],
  },
  permissions: [
    { id: 'preview_links', required: true },
    { id: 'post_notices', required: false },
    { id: 'act_for_members', required: false },
  ],
  leaves: [
    { id: 'links', address: 'api' },
    { id: 'words', address: 'api' },
  ],
  settings,
  addresses({ hosting, host = 'github.invalid' }) {
    if (hosting === 'server')
      return { site: `https://${host}`, gists: `https://gist.${host}`, api: `https://${host}/api/v3` }
    const own = hosting === 'residency' ? host : 'github.com'
    return { site: `https://${own}`, gists: `https://gist.${own}`, api: `https://api.${own}` }
  },
  oauth: () => oauth,
  retryAfter,
  links: { kinds: linkKinds, recognise, preview, item },
  picker,
  events: {
    kinds,
    filters: ['repository'],
    byHand: true,
    answerWithin: 10_000,
    largestBody: 25 * 1_048_576,
    verify,
    deliveryKey,
    read,
  },
  actions: [createIssue, comment, close, reopen],
}

export default github
