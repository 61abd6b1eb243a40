import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { castPassword, people } from '../../sandbox/cast.ts'
import { fill, readWords } from '../../server/platform/words.ts'

export type Language = 'en' | 'fr'

/** The sentence as the screens say it in this language. */
export const sayIn =
  (language: Language) =>
  (key: string, values: Record<string, string | number> = {}): string => {
    const sentence = readWords(language)[key]
    if (!sentence) throw new Error(`no sentence ${key}`)
    return fill(sentence, language, values)
  }

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
 * is on needs them. Contrast, which takes twice as long as all other rules together, is not measured again in a part of the frame that stands there letter
 * by letter as it was measured before.
 */
const ask = (measured: readonly string[]) => `(async () => {
  const known = new Set(${JSON.stringify(measured)})
  const frame = await Promise.all(Array.from(document.querySelectorAll('body header, body nav'), async part => {
    const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(part.outerHTML))
    return { part, letters: Array.from(new Uint8Array(hash), byte => byte.toString(16)).join('-') }
  })).then(parts => parts.filter(({ part }) => !part.closest('main')))
  const again = frame.filter(({ letters }) => known.has(letters)).map(({ part }) => part)
  for (const part of again) part.dataset.measured = ''
  axe.configure({ rules: [{ id: 'color-contrast', selector: again.length ? '*:not([data-measured] *)' : '*' }] })
  const { violations } = await axe.run(document, { resultTypes: ['violations'], preload: { assets: ['media'] } })
  for (const part of again) delete part.dataset.measured
  const found = violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ target }) => target.join(' ')).join(', '))
  return { found, measured: frame.map(({ letters }) => letters) }
})()`

/** No violation that axe can find on the screen as it is now. It is brought once a page. A walk through many screens says which frames it has measured. */
export async function isAccessible(page: Page, screen: string, measured = new Set<string>()): Promise<void> {
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
