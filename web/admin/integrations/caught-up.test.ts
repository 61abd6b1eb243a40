import { MantineProvider } from '@mantine/core'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { words as en } from '../../ui/words/en.ts'
import { words as fr } from '../../ui/words/fr.ts'
import { WordsProvider } from '../../ui/words.tsx'
import { CaughtUp } from './caught-up.tsx'

const spoken = { en, fr }
const nextAt = '2026-11-28T12:00:00.000Z'

/** What stands on the page, without its marks. */
function shown(language: 'en' | 'fr', catchUp: Parameters<typeof CaughtUp>[0]['catchUp']): string {
  const page = createElement(MantineProvider, null, createElement(CaughtUp, { catchUp }))
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
