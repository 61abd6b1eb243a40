import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
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

/** Signs in as one of the cast, from the list of the try-out. */
export async function enter(page: Page, origin: string, name: string): Promise<void> {
  await page.goto(`${origin}/sign-in`)
  await page.getByRole('button', { name: new RegExp(name) }).click()
  await page.waitForURL(url => url.pathname !== '/sign-in')
}

/**
 * No violation that axe can find on the screen as it is now. It is brought once a page, asked only for what is wrong, and reads no style sheets anew: no
 * rule that is on needs them.
 */
export async function isAccessible(page: Page, screen: string): Promise<void> {
  if (await page.evaluate("typeof axe === 'undefined'")) await page.evaluate(axe.source)
  const asked = "axe.run(document, { resultTypes: ['violations'], preload: { assets: ['media'] } })"
  const { violations } = (await page.evaluate(asked)) as axe.AxeResults
  const found = violations.map(one => `${one.id}: ${one.nodes.map(node => node.target.join(' ')).join(', ')}`)
  expect(found, screen).toEqual([])
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
