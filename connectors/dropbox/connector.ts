/**
 * Dropbox. What the service promises, with dates and documents, is in README.md beside this file.
 */
import Type from 'typebox'
import type { Connector, OAuth } from '../connector.ts'
import { at, text } from '../reading.ts'
import { access } from './access.ts'
import { makeLink } from './actions.ts'
import { catchUp } from './catch-up.ts'
import { deliveryKey, followedAs, handshake, kinds, read, verify } from './events.ts'
import { preview, recognise } from './links.ts'
import { picker } from './picker.ts'
import { callDropbox } from './site.ts'

const settings = Type.Object({})

const reading = ['account_info.read', 'files.metadata.read', 'files.content.read', 'sharing.read']

/** The refresh token stays the same until it is taken back; without `offline` there would be none. */
const oauth: OAuth = {
  authorize: { address: 'site', path: '/oauth2/authorize', params: { token_access_type: 'offline' } },
  token: { address: 'api', path: '/oauth2/token', body: 'form', clientAuth: 'body' },
  pkce: true,
  scopes: { member: [...reading, 'sharing.write'], installation: reading },
  revoke: { address: 'api', path: '/2/auth/token/revoke', as: 'bearer' },
  async account(client) {
    const { json } = await callDropbox(client as never, '/users/get_current_account', null)
    const { root_namespace_id, home_namespace_id } = at(json, 'root_info')
    // Only a team has a space above that of the person.
    const root = root_namespace_id === home_namespace_id ? '' : text(root_namespace_id)
    const label = text(at(json, 'name').display_name) || text(at(json).email)
    return { externalId: text(at(json).account_id), label, ...(root && { details: { root } }) }
  },
}

const dropbox: Connector<typeof settings> = {
  id: 'dropbox',
  listing: {
    category: 'files',
    publisher: 'Passerelle',
    website: 'https://www.dropbox.com',
    support: 'https://help.dropbox.com',
    privacyUrl: 'https://www.dropbox.com/privacy',
    abilities: ['attach', 'preview', 'notices'],
  },
  permissions: [
    { id: 'preview_links', required: true },
    { id: 'post_notices', required: false },
    { id: 'act_for_members', required: false },
  ],
  leaves: [
    { id: 'links', address: 'api' },
    { id: 'people', address: 'api' },
  ],
  settings,
  addresses: () => ({
    site: 'https://www.dropbox.com',
    bare: 'https://dropbox.com',
    short: 'https://db.tt',
    api: 'https://api.dropboxapi.com',
    content: 'https://content.dropboxapi.com',
  }),
  oauth: () => oauth,
  links: { kinds: ['file', 'folder', 'path', 'short'], recognise, preview, access },
  picker,
  events: {
    kinds,
    filters: ['extension'],
    byHand: true,
    answerWithin: 10_000,
    followed: ['file', 'folder', 'path'],
    handshake,
    verify,
    deliveryKey,
    read,
    catchUp,
    itemOf: followedAs,
  },
  actions: [makeLink],
}

export default dropbox
