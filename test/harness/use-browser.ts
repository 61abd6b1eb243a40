import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, inject, vi } from 'vitest'
import { openBrowser, type TestBrowser, type Unpacked, unpackBrowser } from './browser.ts'
import { until } from './database.ts'

/** A browser of this test file's own, at which its people sit down; what is lived there may take longer than other tests. */
export function useBrowser(): Pick<TestBrowser, 'visitor'> {
  vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })
  let browser: TestBrowser | undefined
  beforeAll(async () => {
    browser = await openBrowser(await unpackOnce(inject('browserFolder')))
  })
  afterAll(() => browser?.close())
  return {
    visitor(options) {
      if (!browser) throw new Error('the browser is there once the test file has begun')
      return browser.visitor(options)
    },
  }
}

/** Whoever comes first unpacks it, the others wait; a run without a journey does neither. */
async function unpackOnce(folder: string): Promise<Unpacked> {
  const [begun, done] = [join(folder, 'begun'), join(folder, 'unpacked.json')]
  const first = await mkdir(begun).then(
    () => true,
    () => false,
  )
  if (first) {
    await writeFile(`${done}.new`, JSON.stringify(await unpackBrowser(folder)))
    await rename(`${done}.new`, done)
  }
  return JSON.parse(await until(() => readFile(done, 'utf8').catch(() => undefined), 60))
}
