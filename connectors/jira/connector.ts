/**
 * Jira, Cloud and Data Center. What the service promises, with dates and documents, is in README.md beside this file.
 */
import Type from 'typebox'
import type { Connector, OAuth } from '../connector.ts'
import { createIssue } from './actions.ts'
import { assign, transition } from './card-actions.ts'
import { at, text } from './cards.ts'
import { deliveryKey, read, verify } from './events.ts'
import { preview, recognise } from './links.ts'
import { kinds } from './notices.ts'
import { picker } from './picker.ts'
import { readSites } from './site.ts'
import { renew, subscribe, unsubscribe } from './subscribe.ts'

const settings = Type.Object({
  deployment: Type.Enum(['cloud', 'data_center'], { default: 'cloud' }),
  siteUrl: Type.Optional(
    Type.String({ format: 'uri', maxLength: 500, when: { name: 'deployment', value: 'data_center' }, needed: true }),
  ),
})

const cloud: OAuth = {
  authorize: { address: 'auth', path: '/authorize', params: { audience: 'api.atlassian.com', prompt: 'consent' } },
  token: { address: 'auth', path: '/oauth/token', body: 'json', clientAuth: 'body' },
  pkce: false,
  scopes: {
    member: ['read:jira-user', 'read:jira-work', 'write:jira-work', 'offline_access'],
    installation: ['read:jira-user', 'read:jira-work', 'write:jira-work', 'manage:jira-webhook', 'offline_access'],
  },
  async account(client) {
    const sites = await readSites(client)
    const id = Object.values(sites)[0]
    if (!id) throw new Error('no_site')
    const { json } = await client.call({ address: 'api', path: `/ex/jira/${id}/rest/api/3/myself` })
    return {
      externalId: text(at(json).accountId),
      label: text(at(json).displayName),
      details: { sites: JSON.stringify(sites) },
    }
  },
}

const dataCenter: OAuth = {
  authorize: { address: 'site', path: '/rest/oauth2/latest/authorize' },
  token: { address: 'site', path: '/rest/oauth2/latest/token', body: 'form', clientAuth: 'body' },
  pkce: true,
  scopes: { member: ['WRITE'], installation: ['ADMIN'] },
  refreshRepeatsRedirect: true,
  revoke: { address: 'site', path: '/rest/oauth2/latest/revoke' },
  async account(client) {
    const { json } = await client.call({ address: 'site', path: '/rest/api/2/myself' })
    return { externalId: text(at(json).key), label: text(at(json).displayName) }
  },
}

const jira: Connector<typeof settings> = {
  id: 'jira',
  listing: {
    category: 'projects',
    publisher: 'Passerelle',
    website: 'https://www.atlassian.com/software/jira',
    support: 'https://support.atlassian.com/jira-software-cloud/',
    privacyUrl: 'https://www.atlassian.com/legal/privacy-policy',
    abilities: ['attach', 'preview', 'notices', 'create', 'move'],
  },
  permissions: [
    { id: 'preview_links', required: true },
    { id: 'post_notices', required: false },
    { id: 'act_for_members', required: false },
  ],
  leaves: [
    { id: 'links', address: 'api' },
    { id: 'issues', address: 'api' },
  ],
  settings,
  addresses: ({ deployment, siteUrl }) =>
    deployment === 'data_center'
      ? { site: siteUrl ?? 'https://jira.invalid', api: siteUrl ?? 'https://jira.invalid' }
      : { site: 'https://*.atlassian.net', auth: 'https://auth.atlassian.com', api: 'https://api.atlassian.com' },
  oauth: ({ deployment }) => (deployment === 'data_center' ? dataCenter : cloud),
  links: { kinds: ['issue', 'comment', 'project', 'board'], recognise, preview },
  events: {
    kinds,
    filters: ['project', 'type', 'priority'],
    answerWithin: 10_000,
    verify,
    deliveryKey,
    read,
    subscribe,
    renew,
    unsubscribe,
  },
  picker,
  actions: [createIssue, transition, assign],
}

export default jira
