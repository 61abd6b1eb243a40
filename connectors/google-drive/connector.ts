/**
 * Google Drive. What the service promises, with dates and documents, is in README.md beside this file.
 */
import Type from 'typebox'
import type { Connector, OAuth } from '../connector.ts'
import { at, text } from '../reading.ts'
import { access } from './access.ts'
import { comment, newDocument } from './actions.ts'
import { catchUp } from './catch-up.ts'
import { deliveryKey, followedAs, kinds, read, renew, subscribe, unsubscribe, verify } from './events.ts'
import { item, preview, recognise } from './links.ts'
import { picker } from './picker.ts'
import { callDrive } from './site.ts'

const settings = Type.Object({})
const scope = 'https://www.googleapis.com/auth'
const files = ['document', 'spreadsheet', 'presentation', 'form', 'drawing', 'file', 'folder']

/** Without `consent` a second sign-in would bring no refresh token. It stays the same until it is taken back or unused for long. */
const oauth: OAuth = {
  authorize: {
    address: 'account',
    path: '/o/oauth2/v2/auth',
    params: { access_type: 'offline', prompt: 'consent', include_granted_scopes: 'true' },
  },
  token: { address: 'token', path: '/token', body: 'form', clientAuth: 'body' },
  pkce: true,
  scopes: {
    member: ['openid', 'email', `${scope}/drive`],
    installation: ['openid', 'email', `${scope}/drive.metadata.readonly`],
  },
  // One token stands for all that this person granted the client.
  revoke: { address: 'token', path: '/revoke', whole: true },
  async account(client) {
    const { json } = await callDrive(client as never, '/about', { query: { fields: 'user' } })
    const user = at(json, 'user')
    const email = text(user.emailAddress).toLowerCase()
    const domain = email.split('@')[1] ?? ''
    const company = domain !== '' && domain !== 'gmail.com'
    return {
      externalId: text(user.permissionId),
      label: text(user.displayName) || email,
      ...(company && { details: { domain } }),
    }
  },
}

const googleDrive: Connector<typeof settings> = {
  id: 'google-drive',
  listing: {
    category: 'files',
    publisher: 'Passerelle',
    website: 'https://workspace.google.com/products/drive/',
    support: 'https://support.google.com/drive',
    privacyUrl: 'https://policies.google.com/privacy',
    abilities: ['attach', 'preview', 'notices', 'documents'],
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
    docs: 'https://docs.google.com',
    drive: 'https://drive.google.com',
    api: 'https://www.googleapis.com',
    account: 'https://accounts.google.com',
    token: 'https://oauth2.googleapis.com',
    pictures: 'https://*.googleusercontent.com',
  }),
  oauth: () => oauth,
  links: { kinds: files, recognise, preview, item, access },
  picker,
  events: {
    kinds,
    filters: ['kind'],
    answerWithin: 10_000,
    followed: files,
    verify,
    deliveryKey,
    read,
    subscribe,
    renew,
    unsubscribe,
    catchUp,
    itemOf: followedAs,
  },
  actions: [comment, newDocument],
}

export default googleDrive
