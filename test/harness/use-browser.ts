import { afterAll, beforeAll, inject } from 'vitest'
import { openBrowser, type TestBrowser } from './browser.ts'

/** A browser of this test file's own, at which its people sit down. */
export function useBrowser(): Pick<TestBrowser, 'visitor'> {
  let browser: TestBrowser | undefined
  beforeAll(async () => {
    browser = await openBrowser(inject('browser'))
  })
  afterAll(() => browser?.close())
  return {
    visitor(options) {
      if (!browser) throw new Error('the browser is there once the test file has begun')
      return browser.visitor(options)
    },
  }
}
