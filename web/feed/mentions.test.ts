import { expect, test } from 'vitest'
import { searchedAt, toSent, toWritten, withMention } from './mentions.ts'

test('what was sent is written without ids, and sent again as it was', () => {
  const sent = 'Ask @[Noor Haddad](42) and @[Zoé Lambert](7), not @nobody.'
  const written = toWritten(sent)
  expect(written.text).toBe('Ask @Noor Haddad and @Zoé Lambert, not @nobody.')
  expect(toSent(written)).toBe(sent)
})

test('the longer of two names is meant, and a name inside a word is none', () => {
  const people = { Ana: '1', 'Ana Ferreira': '2' }
  expect(toSent({ text: '@Ana Ferreira, @Ana! @Anatole', people })).toBe('@[Ana Ferreira](2), @[Ana](1)! @Anatole')
})

test('two people of one name are told apart', () => {
  const sent = '@[Ana](1) and @[Ana](2)'
  expect(toSent(toWritten(sent))).toBe(sent)
  const chosen = withMention({ text: '@Ana and @an', people: { Ana: '1' } }, 12, 'an', { id: '2', name: 'Ana' })
  expect(toSent(chosen)).toBe('@[Ana](1) and @[Ana](2) ')
})

test('a chosen person stands where the @ was, and the caret behind it', () => {
  const chosen = withMention({ text: 'Hi @no there', people: {} }, 6, 'no', { id: '42', name: 'Noor Haddad' })
  expect(chosen.text).toBe('Hi @Noor Haddad there')
  expect(chosen.text.slice(0, chosen.caret)).toBe('Hi @Noor Haddad ')
})

test('a name is searched only behind an @ that begins a word', () => {
  expect(searchedAt('Hello @no', 9)).toBe('no')
  expect(searchedAt('Hello @Noor Ha', 14)).toBe('Noor Ha')
  expect(searchedAt('mail@no', 7)).toBeUndefined()
  expect(searchedAt('Hello @no', 5)).toBeUndefined()
  expect(searchedAt('@Noor Haddad is', 15)).toBeUndefined()
})
