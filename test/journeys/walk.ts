import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { castPassword, people } from '../../sandbox/cast.ts'
import { say, type Values } from '../../server/platform/words.ts'

export type Language = 'en' | 'fr'

/** The sentence as the screens say it in this language. */
export const sayIn =
  (language: Language) =>
  (key: string, values?: Values): string =>
    say(language, key, values)

/** Comes to an address as one of the cast, signed in already: where the sign-in is not what is looked at, nobody draws its screen. */
export async function arrive(page: Page, origin: string, who: string, path = '/'): Promise<void> {
  await signIn(page, origin, who)
  await page.goto(origin + path)
}

/** A session for this page's browser, without its screen. */
export async function signIn(page: Page, origin: string, who: string): Promise<void> {
  const { email } = Object.values(people).find(({ name }) => name === who) ?? {}
  const data = { email, password: castPassword }
  const answer = await page.request.post(`${origin}/api/session`, { data, headers: { origin } })
  expect(answer.status(), who).toBe(200)
}

/** Signs in as one of the cast, from the list of the try-out. */
export async function enter(page: Page, origin: string, name: string): Promise<void> {
  await page.goto(`${origin}/sign-in`)
  await page.getByRole('button', { name: new RegExp(name) }).click()
  await page.waitForURL(url => url.pathname !== '/sign-in')
}

const require = createRequire(import.meta.url)

/** Its smaller half: what a page is handed anew with each load is handed whole, and read whole. */
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')

/**
 * Asks for what is wrong, and hands on no more: all that axe found in order is a hundred times as much. Style sheets are not read anew, since no rule that
 * is on needs them. Contrast, which takes twice as long as all other rules together, is not measured again in a part that stood there before in the same
 * look and width, letter by letter and with the same around it, but for numbers, addresses and ids. A part counts as measured once each text in it was: what
 * lies under a dialog, where axe cannot decide, does not.
 */
const ask = (measured: readonly string[]) => `(async () => {
  const known = new Set(${JSON.stringify(measured)})
  const plain = html =>
    html.replace(/ (?:id|for|href|src|datetime|aria-(?:labelledby|describedby|controls|owns))="[^"]*"/g, '').replace(/[0-9]+/g, '0')
  const chains = new Map([[null, String(innerWidth)]])
  const around = element => {
    if (!chains.has(element)) chains.set(element, sum(around(element.parentElement) + plain(element.cloneNode(false).outerHTML)))
    return chains.get(element)
  }
  const parts = Array.from(document.querySelectorAll('header, nav, article, section, form, table, li'), part => (
    { part, letters: sum(around(part.parentElement) + plain(part.outerHTML)) }
  )).filter(({ part }) => !part.closest('[aria-hidden=true], [inert]'))
  const again = parts.filter(({ letters }) => known.has(letters)).map(({ part }) => part)
  for (const part of again) part.dataset.measured = ''
  axe.configure({ rules: [{ id: 'color-contrast', selector: again.length ? '*:not([data-measured] *)' : '*' }] })
  const { violations, incomplete } = await axe.run(document, {
    resultTypes: ['violations', 'incomplete'], preload: { assets: ['media'] }, elementRef: true,
  })
  for (const part of again) delete part.dataset.measured
  const found = violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ target }) => target.join(' ')).join(', '))
  const open = incomplete.filter(({ id }) => id === 'color-contrast').flatMap(({ nodes }) => nodes.map(node => node.element))
  return { found, measured: parts.filter(({ part }) => !open.some(one => part.contains(one))).map(({ letters }) => letters) }

  function sum(text) {
    let [one, other] = [0xdeadbeef, 0x41c6ce57]
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at)
      one = Math.imul(one ^ code, 2654435761)
      other = Math.imul(other ^ code, 1597334677)
    }
    return (one >>> 0).toString(36) + (other >>> 0).toString(36)
  }
})()`

/** What was measured in this worker; the same frame stands around most screens. */
const measured = new Set<string>()

/** No violation that axe can find on the screen as it is now. It is brought once a page. */
export async function isAccessible(page: Page, screen: string): Promise<void> {
  if (await page.evaluate("typeof axe === 'undefined'")) await page.evaluate(axe)
  const answer = (await page.evaluate(ask([...measured]))) as { found: string[]; measured: string[] }
  expect(answer.found, screen).toEqual([])
  for (const letters of answer.measured) measured.add(letters)
}

/** What the browser complained about: scripts that failed, styles that the policy refused. */
export function complaints(page: Page): string[] {
  const found: string[] = []
  page.on('pageerror', error => found.push(String(error)))
  page.on('console', message => {
    if (message.type() === 'error' && !/status of 401/.test(message.text())) found.push(message.text())
  })
  return found
}
