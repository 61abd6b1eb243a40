/**
 * SurveyMonkey. What the service promises, with dates and documents, is in README.md beside this file.
 */
import Type from 'typebox'
import type { Connector, OAuth } from '../connector.ts'
import { at, text } from '../reading.ts'
import { closeCollector, showResults } from './actions.ts'
import { catchUp } from './catch-up.ts'
import { deliveryKey, follow, handshake, kinds, read, unsubscribe, verify } from './events.ts'
import { plain, preview, recognise } from './links.ts'
import { picker } from './picker.ts'
import { callSurvey, retryAfter } from './site.ts'
import { itemOf } from './surveys.ts'

const settings = Type.Object({
  region: Type.Enum(['us', 'eu', 'ca'], { default: 'us' }),
})

/** Scopes belong to the app; tokens do not end and are not renewed, and nothing takes one back but its owner. */
const oauth: OAuth = {
  authorize: { address: 'api', path: '/oauth/authorize' },
  token: { address: 'api', path: '/oauth/token', body: 'form', clientAuth: 'body' },
  pkce: false,
  scopes: { member: [], installation: [] },
  async account(client, answer) {
    const api = text(answer.access_url)
    const details: Record<string, string> = api ? { api } : {}
    const { json } = await callSurvey({ ...client, details } as never, '/users/me')
    const user = at(json)
    const name = [text(user.first_name), text(user.last_name)].filter(Boolean).join(' ')
    return { externalId: text(user.id), label: name || text(user.username), details }
  },
}

const api = {
  us: 'https://api.surveymonkey.com',
  eu: 'https://api.eu.surveymonkey.com',
  ca: 'https://api.surveymonkey.ca',
}

const surveymonkey: Connector<typeof settings> = {
  id: 'surveymonkey',
  listing: {
    category: 'surveys',
    publisher: 'Passerelle',
    website: 'https://www.surveymonkey.com',
    support: 'https://help.surveymonkey.com',
    privacyUrl: 'https://www.surveymonkey.com/mp/legal/privacy/',
    abilities: ['post', 'preview', 'notices'],
  },
  permissions: [
    { id: 'preview_links', required: true },
    { id: 'post_notices', required: false },
    { id: 'act_for_members', required: false },
  ],
  leaves: [{ id: 'links', address: 'api' }],
  settings,
  addresses: ({ region }) => ({
    sites: 'https://*.surveymonkey.com',
    canada: 'https://*.surveymonkey.ca',
    research: 'https://*.research.net',
    api: api[region],
  }),
  oauth: () => oauth,
  retryAfter,
  links: {
    kinds: ['collector', 'editor', 'results'],
    recognise,
    preview,
    plain,
    item: ({ kind, ids }) => (kind === 'collector' ? itemOf(ids.slug ?? '') : undefined),
  },
  events: {
    kinds,
    filters: ['survey'],
    answerWithin: 10_000,
    followed: ['collector'],
    // Nobody sees another person's surveys: the installation's own account would find none of them.
    followAs: 'follower',
    handshake,
    verify,
    deliveryKey,
    read,
    catchUp,
    follow,
    unsubscribe,
  },
  picker,
  actions: [showResults, closeCollector],
}

export default surveymonkey
