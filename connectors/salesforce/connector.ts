/**
 * Salesforce. What the service promises, with dates and documents, is in README.md beside this file.
 */
import Type from 'typebox'
import type { Connector, OAuth } from '../connector.ts'
import { at, text } from '../reading.ts'
import { createCase, createLead, logTask } from './actions.ts'
import { accepted, deliveryKey, kinds, read, verify } from './events.ts'
import { item, preview, recognise } from './links.ts'
import { picker } from './picker.ts'

const settings = Type.Object({
  login: Type.Enum(['production', 'sandbox', 'own'], { default: 'production' }),
  host: Type.Optional(
    Type.String({
      pattern: '^[a-z0-9.-]+\\.my\\.salesforce\\.(?:com|mil)$',
      when: { name: 'login', value: 'own' },
      needed: true,
    }),
  ),
  version: Type.String({ default: '65.0', pattern: '^\\d{2}\\.0$' }),
})

/** A refresh token changes at every use where the org says so. How long access lasts is the org's to say: it is refreshed when it is refused. */
const oauth: OAuth = {
  authorize: { address: 'login', path: '/services/oauth2/authorize' },
  token: { address: 'login', path: '/services/oauth2/token', body: 'form', clientAuth: 'body' },
  pkce: true,
  scopes: { member: ['api', 'refresh_token', 'openid'], installation: ['api', 'refresh_token', 'openid'] },
  revoke: { address: 'login', path: '/services/oauth2/revoke' },
  async account(client, answer, isSigned) {
    // Which org it is, and where it stands, is believed of the service alone.
    if (!isSigned(text(answer.id, 1_000) + text(answer.issued_at), text(answer.signature)))
      throw new Error('not_signed')
    const { json } = await client.call({ address: 'login', path: '/services/oauth2/userinfo' })
    const user = at(json)
    return {
      externalId: text(user.user_id),
      label: text(user.name) || text(user.preferred_username),
      details: { instance: text(answer.instance_url), organization: text(user.organization_id) },
    }
  },
}

const logins = { production: 'https://login.salesforce.com', sandbox: 'https://test.salesforce.com' }

const salesforce: Connector<typeof settings> = {
  id: 'salesforce',
  listing: {
    category: 'customers',
    publisher: 'Passerelle',
    website: 'https://www.salesforce.com',
    support: 'https://help.salesforce.com',
    privacyUrl: 'https://www.salesforce.com/company/legal/privacy/',
    abilities: ['attach', 'preview', 'notices', 'make'],
  },
  permissions: [
    { id: 'preview_links', required: true },
    { id: 'post_notices', required: false },
    { id: 'act_for_members', required: false },
  ],
  leaves: [
    { id: 'links', address: 'sites' },
    { id: 'posts', address: 'sites' },
  ],
  settings,
  addresses: ({ login, host = 'salesforce.invalid' }) => ({
    sites: 'https://*.my.salesforce.com',
    lightning: 'https://*.lightning.force.com',
    government: 'https://*.my.salesforce.mil',
    government_lightning: 'https://*.lightning.force.mil',
    instances: 'https://*.salesforce.com',
    login: login === 'own' ? `https://${host}` : logins[login],
  }),
  oauth: () => oauth,
  links: { kinds: ['record', 'report', 'dashboard'], recognise, preview, item },
  picker,
  events: {
    kinds,
    filters: ['object'],
    byHand: true,
    answerWithin: 10_000,
    proofDetails: true,
    verify,
    deliveryKey,
    read,
    accepted,
  },
  actions: [logTask, createCase, createLead],
}

export default salesforce
