/**
 * Quip, which its vendor is retiring. What the service promises, with dates and documents, is in README.md beside this file.
 */
import Type from 'typebox'
import type { Connector, OAuth } from '../connector.ts'
import { at, text } from '../reading.ts'
import { access } from './access.ts'
import { newDocument, postMessage } from './actions.ts'
import { catchUp, deliveryKey, followedAs, kinds, read, verify } from './events.ts'
import { preview, recognise } from './links.ts'
import { picker } from './picker.ts'
import { getQuip, retryAfter } from './site.ts'

const settings = Type.Object({
  hosting: Type.Enum(['cloud', 'dedicated'], { default: 'cloud' }),
  host: Type.Optional(
    Type.String({
      pattern: '^(?:[a-z0-9-]+\\.onquip\\.com|quip-[a-z0-9-]+\\.com)$',
      when: { name: 'hosting', value: 'dedicated' },
      needed: true,
    }),
  ),
})

/** Tokens last thirty days and are renewed before that. */
const oauth: OAuth = {
  authorize: { address: 'api', path: '/1/oauth/login' },
  token: { address: 'api', path: '/1/oauth/access_token', body: 'form', clientAuth: 'body' },
  pkce: false,
  scopes: { member: ['USER_READ', 'USER_WRITE'], installation: ['USER_READ'] },
  revoke: { address: 'api', path: '/1/oauth/revoke' },
  async account(client) {
    const { json } = await getQuip(client as never, '/1/users/current')
    return { externalId: text(at(json).id), label: text(at(json).name) }
  },
}

const quip: Connector<typeof settings> = {
  id: 'quip',
  listing: {
    category: 'documents',
    publisher: 'Passerelle',
    website: 'https://quip.com',
    support: 'https://help.salesforce.com',
    privacyUrl: 'https://www.salesforce.com/company/legal/privacy/',
    abilities: ['attach', 'preview', 'notices', 'write'],
    ends: '2027-03-01',
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
  addresses({ hosting, host = 'quip.invalid' }) {
    const own = hosting === 'dedicated' ? host : 'quip.com'
    return { site: `https://${own}`, sites: `https://*.${own}`, api: `https://platform.${own}` }
  },
  oauth: () => oauth,
  retryAfter,
  links: { kinds: ['thread'], recognise, preview, access },
  picker,
  events: {
    kinds,
    filters: ['type'],
    answerWithin: 10_000,
    followed: ['thread'],
    verify,
    deliveryKey,
    read,
    catchUp,
    itemOf: followedAs,
  },
  actions: [postMessage, newDocument],
}

export default quip
