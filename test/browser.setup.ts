import type { TestProject } from 'vitest/node'
import { removeBrowser, type Unpacked, unpackBrowser } from './harness/browser.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The browser that every journey starts its own of. */
    browser: Unpacked
  }
}

export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const unpacked = await unpackBrowser()
  project.provide('browser', unpacked)
  return () => removeBrowser(unpacked)
}
