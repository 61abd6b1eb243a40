import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { covers } from '../contract/api/groups.ts'
import { notificationKinds } from '../contract/api/notifications.ts'
import { askedActions, changeKinds, healths, reviewKinds, skipReasons } from '../contract/api/oversight.ts'
import { reactionKinds } from '../contract/api/posts.ts'
import { permissions } from '../contract/permissions.ts'
import { reasons } from '../contract/reasons.ts'
import { readWords } from '../server/platform/words.ts'

const here = new URL('./', import.meta.url)
const sources = readdirSync(here, { recursive: true, encoding: 'utf8' })
  .filter(path => /\.tsx?$/.test(path) && !path.endsWith('.test.ts'))
  .map(path => ({ path, text: readFileSync(new URL(path, here), 'utf8') }))

/** Areas of sentences that the screens read; a quoted word with a dot that begins with one of them is a key. */
const areas = readdirSync(new URL('../locales/en/', import.meta.url)).map(name => name.replace('.json', ''))
const key = new RegExp(`'((?:${areas.join('|')})(?:\\.[a-z_]+)+)'`, 'g')

test.each(['en', 'fr'] as const)('every sentence a screen names is there in %s', language => {
  const words = readWords(language)
  const named = sources.flatMap(({ path, text }) =>
    [...text.matchAll(key)].map(match => ({ path, key: match[1] ?? '' })),
  )
  expect(named.length).toBeGreaterThan(200)
  expect(named.filter(one => words[one.key] === undefined)).toEqual([])
})

test.each(['en', 'fr'] as const)('every member of the contract’s closed lists has its word in %s', language => {
  const words = readWords(language)
  const keys = [
    ...covers.map(cover => `groups.cover.${cover}`),
    ...reactionKinds.map(kind => `feed.reaction.${kind}`),
    ...notificationKinds.flatMap(kind => [`notifications.said.${kind}`, `notifications.kind.${kind}`]),
    ...reasons.map(reason => `reasons.${reason}`),
    ...['open', 'closed', 'secret'].flatMap(privacy => [
      `groups.privacy.${privacy}`,
      `groups.privacy.${privacy}.means`,
    ]),
    ...['member', 'moderator', 'admin'].flatMap(role => [`groups.role.${role}`, `groups.make.${role}`]),
    ...permissions.flatMap(({ id, graph }) => [
      `permissions.${id}`,
      ...(graph === null ? [] : [`permissions.${id}.hint`, `permissions.${id}.there`]),
    ]),
    ...['auto', 'light', 'dark'].map(scheme => `shell.scheme.${scheme}`),
  ]
  expect(keys.filter(one => words[one] === undefined)).toEqual([])
})

test('no screen holds a sentence of its own', () => {
  const spoken =
    /(?:aria-label|placeholder|title|label|description)="(?!Passerelle")[A-Za-zÀ-ÿ]{2,}[^"]*"|>\s*[A-Z][a-zà-ÿ]+ [a-zà-ÿ]+[^<>{}=;]*<\//
  const found = sources.filter(({ path, text }) => path.endsWith('.tsx') && spoken.test(text))
  expect(found.map(({ path, text }) => `${path}: ${spoken.exec(text)?.[0]}`)).toEqual([])
})

test.each(['en', 'fr'] as const)(
  'every answer of an explanation and every word of a receipt is there in %s',
  language => {
    const words = readWords(language)
    const keys = [
      ...askedActions.flatMap(action => [
        `explain.action.${action}`,
        `oversight.ask.${action.replace('.group.', '.')}`,
      ]),
      ...['archived.yes', 'archived.no', 'adminsPost.yes', 'adminsPost.no', 'invited.yes', 'invited.no'],
      ...['open', 'closed', 'secret'].map(value => `privacy.${value}`),
      ...['privacy', 'admins', 'anyone'].map(value => `letsIn.${value}`),
      ...['none', 'member', 'moderator', 'admin'].map(value => `membership.${value}`),
      ...['member', 'content_moderator', 'account_manager', 'system_administrator'].map(value => `role.${value}`),
    ].map(one => (one.includes('.') && !/^(?:explain|oversight)\./.test(one) ? `explain.${one}` : one))
    const lists = [
      ...permissions.map(({ id }) => `oversight.permission.${id}`),
      ...changeKinds.map(kind => `oversight.changes.${kind}`),
      ...skipReasons.map(reason => `oversight.skipped.${reason}`),
      ...healths.map(health => `oversight.health.${health}`),
      ...reviewKinds.flatMap(kind => ['', '.until', '.means'].map(part => `oversight.review.${kind}${part}`)),
      ...['token', 'secret', 'account', 'webhook', 'callback'].flatMap(kind => [
        `receipt.line.${kind}`,
        `oversight.receipt.line.${kind}`,
      ]),
      ...['ended', 'waiting', 'taken', 'not_taken', 'given_up'].flatMap(answer => [
        `receipt.answer.${answer}`,
        `oversight.receipt.answer.${answer}`,
      ]),
    ]
    expect([...keys, ...lists].filter(one => words[one] === undefined)).toEqual([])
  },
)
