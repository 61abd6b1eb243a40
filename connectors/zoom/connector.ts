/**
 * Zoom. What the service promises, with dates and documents, is in README.md beside this file.
 */
import Type from 'typebox'
import type { Connector, OAuth } from '../connector.ts'
import { at, text } from '../reading.ts'
import { endMeeting, startMeeting } from './actions.ts'
import { heed } from './cards.ts'
import { deliveryKey, handshake, kinds, read, verify } from './events.ts'
import { itemOf, plain, preview, recognise } from './links.ts'
import { callZoom } from './site.ts'

const settings = Type.Object({
  cloud: Type.Enum(['commercial', 'government'], { default: 'commercial' }),
  secretToken: Type.String({ minLength: 1, maxLength: 200, secret: true }),
})

/** Scopes are chosen where the app is registered; the address asks for none. */
const oauth: OAuth = {
  authorize: { address: 'signIn', path: '/oauth/authorize' },
  token: { address: 'signIn', path: '/oauth/token', body: 'form', clientAuth: 'basic' },
  pkce: true,
  scopes: { member: [], installation: [] },
  revoke: { address: 'signIn', path: '/oauth/revoke' },
  /** The token endpoint answers with `reason` and codes 4700–4741 in it. */
  refusal(status, json) {
    const reason = text(at(json).reason)
    if (/client|4702|4706/i.test(reason)) return 'client'
    return status >= 400 && status < 500 && status !== 429 && reason ? 'grant' : undefined
  },
  async account(client, answer) {
    const api = text(answer.api_url)
    const { json } = await callZoom({ ...client, details: api ? { api } : {} } as never, '/users/me')
    const user = at(json)
    const label = text(user.display_name) || text(user.email)
    return { externalId: text(user.id), label, details: { userId: text(user.id), ...(api && { api }) } }
  },
}

const zoom: Connector<typeof settings> = {
  id: 'zoom',
  listing: {
    category: 'meetings',
    publisher: 'Passerelle',
    website: 'https://www.zoom.com',
    support: 'https://support.zoom.com',
    privacyUrl: 'https://www.zoom.com/en/trust/privacy/',
    abilities: ['start', 'preview', 'notices'],
  },
  permissions: [
    { id: 'preview_links', required: true },
    { id: 'post_notices', required: false },
    { id: 'act_for_members', required: false },
  ],
  leaves: [
    { id: 'links', address: 'api' },
    { id: 'topics', address: 'api' },
  ],
  settings,
  addresses: ({ cloud }) => ({
    site: 'https://zoom.us',
    sites: 'https://*.zoom.us',
    com: 'https://zoom.com',
    coms: 'https://*.zoom.com',
    gov: 'https://zoomgov.com',
    govs: 'https://*.zoomgov.com',
    signIn: cloud === 'government' ? 'https://zoomgov.com' : 'https://zoom.us',
    api: cloud === 'government' ? 'https://api.zoomgov.com' : 'https://api.zoom.us',
  }),
  oauth: () => oauth,
  links: {
    kinds: ['meeting', 'webinar', 'room', 'recording', 'registration'],
    recognise,
    preview,
    plain,
    heed,
    item: itemOf,
  },
  events: {
    kinds,
    filters: ['meeting', 'host'],
    byHand: true,
    answerWithin: 3_000,
    followed: ['meeting', 'webinar'],
    handshake,
    verify,
    deliveryKey,
    read,
  },
  actions: [startMeeting, endMeeting],
}

export default zoom
