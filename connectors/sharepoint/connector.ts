/**
 * SharePoint and OneDrive for Business, through Microsoft Graph. What the service promises, with dates and documents, is in README.md beside this file.
 */
import Type from 'typebox'
import type { Connector, OAuth } from '../connector.ts'
import { at, text } from '../reading.ts'
import { access } from './access.ts'
import { companyLink } from './actions.ts'
import { catchUp } from './catch-up.ts'
import {
  accepted,
  deliveryKey,
  follow,
  followedAs,
  handshake,
  isStray,
  kinds,
  read,
  renew,
  sift,
  unsubscribe,
  verify,
} from './events.ts'
import { preview, recognise } from './links.ts'
import { picker } from './picker.ts'
import { type Cloud, callGraph, clouds } from './site.ts'

const settings = Type.Object({
  cloud: Type.Enum(Object.keys(clouds) as Cloud[], { default: 'worldwide' }),
  tenant: Type.String({ default: 'organizations', pattern: '^[A-Za-z0-9.-]{1,100}$' }),
})

const reading = ['offline_access', 'openid', 'profile', 'User.Read']
/** The person, a rule of the company, or an administrator ended it: only a new sign-in helps. */
const ended = /^(?:invalid_grant|interaction_required|consent_required|login_required)$/

const oauth = (tenant: string): OAuth => ({
  authorize: { address: 'login', path: `/${tenant}/oauth2/v2.0/authorize`, params: { response_mode: 'query' } },
  token: { address: 'login', path: `/${tenant}/oauth2/v2.0/token`, body: 'form', clientAuth: 'body' },
  pkce: true,
  scopes: {
    member: [...reading, 'Files.ReadWrite.All', 'Sites.Read.All'],
    installation: [...reading, 'Files.Read.All', 'Sites.Read.All'],
  },
  refusal: (_status, json) => (ended.test(text(at(json).error)) ? 'grant' : undefined),
  async account(client) {
    const { json } = await callGraph(client as never, '/me', { query: { $select: 'id,displayName,userPrincipalName' } })
    return { externalId: text(at(json).id), label: text(at(json).displayName) || text(at(json).userPrincipalName) }
  },
})

const sharepoint: Connector<typeof settings> = {
  id: 'sharepoint',
  listing: {
    category: 'files',
    publisher: 'Passerelle',
    website: 'https://www.microsoft.com/microsoft-365/sharepoint',
    support: 'https://support.microsoft.com/sharepoint',
    privacyUrl: 'https://www.microsoft.com/privacy',
    abilities: ['attach', 'preview', 'notices'],
  },
  permissions: [
    { id: 'preview_links', required: true },
    { id: 'post_notices', required: false },
    { id: 'act_for_members', required: false },
  ],
  leaves: [
    { id: 'links', address: 'graph' },
    { id: 'people', address: 'graph' },
  ],
  settings,
  addresses: ({ cloud }) => ({ ...clouds[cloud], short: 'https://1drv.ms', media: 'https://*.svc.ms' }),
  oauth: ({ tenant }) => oauth(tenant),
  links: { kinds: ['file', 'folder', 'page', 'list_item', 'site'], recognise, preview, access },
  picker,
  events: {
    kinds,
    filters: ['extension'],
    answerWithin: 3_000,
    followed: ['file', 'folder'],
    handshake,
    verify,
    sift,
    isStray,
    deliveryKey,
    read,
    accepted,
    follow,
    renew,
    unsubscribe,
    catchUp,
    itemOf: followedAs,
  },
  actions: [companyLink],
}

export default sharepoint
