/**
 * Box. What the service promises, with dates and documents, is in README.md beside this file.
 */
import Type from 'typebox'
import type { Connector, OAuth } from '../connector.ts'
import { at, text } from '../reading.ts'
import { access } from './access.ts'
import { comment } from './actions.ts'
import { deliveryKey, kinds, read, verify } from './events.ts'
import { preview, recognise } from './links.ts'
import { picker } from './picker.ts'
import { callBox } from './site.ts'
import { follow, followedAs, unsubscribe } from './webhooks.ts'

const settings = Type.Object({
  primaryKey: Type.String({ secret: true, minLength: 1, maxLength: 200 }),
  secondaryKey: Type.Optional(Type.String({ secret: true, maxLength: 200 })),
})

/** Scopes belong to the app. A refresh token is good for one use and sixty days. */
const oauth: OAuth = {
  authorize: { address: 'account', path: '/api/oauth2/authorize' },
  token: { address: 'api', path: '/oauth2/token', body: 'form', clientAuth: 'body' },
  pkce: false,
  scopes: { member: ['root_readwrite'], installation: ['root_readwrite', 'manage_webhook'] },
  revoke: { address: 'api', path: '/oauth2/revoke' },
  async account(client) {
    const { json } = await callBox(client as never, '/users/me', { query: { fields: 'id,name,login' } })
    return { externalId: text(at(json).id), label: text(at(json).name) || text(at(json).login) }
  },
}

const box: Connector<typeof settings> = {
  id: 'box',
  listing: {
    category: 'files',
    publisher: 'Passerelle',
    website: 'https://www.box.com',
    support: 'https://support.box.com',
    privacyUrl: 'https://www.box.com/legal/privacypolicy',
    abilities: ['attach', 'preview', 'notices', 'comment'],
  },
  permissions: [
    { id: 'preview_links', required: true },
    { id: 'post_notices', required: false },
    { id: 'act_for_members', required: false },
  ],
  leaves: [
    { id: 'links', address: 'api' },
    { id: 'people', address: 'api' },
    { id: 'comments', address: 'api' },
  ],
  settings,
  addresses: () => ({
    app: 'https://app.box.com',
    sites: 'https://*.box.com',
    api: 'https://api.box.com',
    account: 'https://account.box.com',
  }),
  oauth: () => oauth,
  links: {
    kinds: ['file', 'folder', 'shared'],
    recognise,
    preview,
    access,
  },
  picker,
  events: {
    kinds,
    filters: ['extension'],
    answerWithin: 30_000,
    followed: ['file', 'folder', 'shared'],
    verify,
    deliveryKey,
    read,
    itemOf: followedAs,
    follow,
    unsubscribe,
  },
  actions: [comment],
}

export default box
