import { MantineProvider } from '@mantine/core'
import { createElement, type ReactElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { words as en } from '../../ui/words/en.ts'
import { words as fr } from '../../ui/words/fr.ts'
import { WordsProvider } from '../../ui/words.tsx'
import { CaughtUp } from './caught-up.tsx'
import { HowItHears } from './how-it-hears.tsx'
import { Leaves } from './leaves.tsx'
import { Trouble } from './trouble.tsx'

const spoken = { en, fr }
const nextAt = '2026-11-28T12:00:00.000Z'

const shown = (language: 'en' | 'fr', catchUp: Parameters<typeof CaughtUp>[0]['catchUp']): string =>
  textOf(language, createElement(CaughtUp, { catchUp }))

/** What stands on the page, without its marks. */
function textOf(language: 'en' | 'fr', element: ReactElement): string {
  const page = createElement(MantineProvider, null, element)
  const words = { first: { language, sentences: spoken[language] } } as Parameters<typeof WordsProvider>[0]
  const html = renderToStaticMarkup(createElement(WordsProvider, words, page))
  return html.replace(/<style[^>]*>.*?<\/style>/g, '').replace(/<[^>]+>/g, '')
}

test('what is in the way of reading a service is said with its reason, in both languages', () => {
  const behind = { caughtAt: '2026-11-28T11:00:00.000Z', problem: 'path/not_found', nextAt }
  expect(shown('en', behind)).toMatch(/was last read: .*Behind path\/not_found · tried again: /)
  expect(shown('fr', behind)).toMatch(/En retard path\/not_found · nouvel essai.: /)
})

test('where all is well nothing is said of trouble; where nothing was read yet, that', () => {
  const well = shown('en', { caughtAt: '2026-11-28T11:00:00.000Z', problem: null, nextAt })
  expect(well).toContain('was last read:')
  expect(well).not.toContain('Behind')
  expect(shown('en', { caughtAt: null, problem: null, nextAt }).trim()).toBe(
    'What happens at the service has not been read yet.',
  )
})

test('how an integration hears of its service is said as it is: by hand, of each thing, by asking, or not at all', () => {
  const hearing = (hears: string | null, more: object = {}) => {
    const installation = { hears, subscriptions: [], lastEventAt: null, ...more }
    const integration = {
      id: 'x',
      name: 'Zoom',
      installation,
      admin: { webhookUrl: 'https://p.example/hooks/k', setup: '' },
    }
    return textOf('en', createElement(HowItHears, { integration: integration as never }))
  }
  const byHand = hearing('by_hand', { lastEventAt: '2026-11-28T11:00:00.000Z' })
  expect(byHand).toContain('made by hand')
  expect(byHand).toContain('Last event')
  for (const hears of ['by_hand', 'each_thing', 'asks']) expect(hearing(hears)).not.toContain('registered')
  expect(hearing('webhook')).toContain('No webhook is registered')
  const registered = { subscriptions: [{ id: '1', state: 'active', problem: null, expiresAt: null }] }
  expect(hearing('webhook', registered)).not.toContain('No webhook')
  expect(hearing(null).trim()).toBe('')
  expect(textOf('en', createElement(Leaves, { leaves: [] })).trim()).toBe('Nothing leaves this server.')
})

test('what a service answers who would renew a sign-in is said in words with what helps, and its own word below; any other as well', () => {
  // Values are put in where the sentences are built: here they stand as they are written.
  const said = (problem: string, whose: 'own' | 'member' = 'own', language: 'en' | 'fr' = 'en') =>
    textOf(language, createElement(Trouble, { name: 'Jira', problem, whose }))
  expect(said('invalid_grant')).toMatch(/accepts this sign-in no more.*“Reconnect”.*said: “{problem}”/)
  expect(said('invalid_grant', 'own', 'fr')).toMatch(/n’accepte plus.*Reconnecter.*a répondu/)
  expect(said('invalid_grant', 'member')).toMatch(/Its owner has been told/)
  expect(said('invalid_client')).toMatch(/client id and secret.*“Settings”/)
  // Everything that RFC 6749 5.2 names has a sentence of its own; what it does not name is said to be refused.
  expect(said('constructor')).toContain('refuses to renew this sign-in')
  const named = ['request', 'client', 'grant', 'scope'].map(what => `invalid_${what}`)
  for (const word of [...named, 'unauthorized_client', 'unsupported_grant_type']) {
    expect(said(word)).toContain('{problem}')
    expect(said(word)).not.toContain('refuses to renew')
  }
  expect(said('taken_away')).not.toContain('{problem}')
})
