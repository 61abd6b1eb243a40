import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium, type Page } from 'playwright-core'

/** Chromium's own `--single-process` and its like hide faults, so only these are given (stack.md 10, T14). */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--no-first-run',
]

export interface TestBrowser {
  /** A fresh person at a fresh browser: nothing is carried over. */
  visitor(options?: {
    language?: 'en' | 'fr'
    dark?: boolean
    width?: number
  }): Promise<{ page: Page; context: BrowserContext }>
  close(): Promise<void>
}

/** The browser that npm brought, or the one named by PASSERELLE_BROWSER. It unpacks itself into a folder of its own. */
export async function openBrowser(): Promise<TestBrowser> {
  const folder = await mkdtemp(join(tmpdir(), 'passerelle-browser-'))
  const browser = await chromium.launch({
    executablePath: await browserPath(folder),
    args: flags,
    env: { ...process.env, TMPDIR: folder },
  })
  return {
    async visitor({ language = 'en', dark = false, width = 1280 } = {}) {
      const context = await browser.newContext({
        locale: language === 'fr' ? 'fr-FR' : 'en-GB',
        timezoneId: 'Europe/Paris',
        colorScheme: dark ? 'dark' : 'light',
        viewport: { width, height: width < 500 ? 844 : 860 },
      })
      context.setDefaultTimeout(15_000)
      return { context, page: await context.newPage() }
    },
    async close() {
      await browser.close().catch(() => {})
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function browserPath(folder: string): Promise<string> {
  const chosen = process.env.PASSERELLE_BROWSER
  if (chosen) return chosen
  // The package decides at import by these two which libraries it brings, and where it unpacks to.
  process.env.AWS_EXECUTION_ENV ??= 'AWS_Lambda_nodejs20.x'
  const before = process.env.TMPDIR
  process.env.TMPDIR = folder
  try {
    const { default: bundled } = await import('@sparticuz/chromium')
    const path = await bundled.executablePath()
    await nameFonts(folder)
    return path
  } finally {
    if (before === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = before
  }
}

/**
 * The package's list of fonts names a fixed folder, which is not where it unpacked them: without a font the browser dies at the
 * first field of a form. With one font of its own it also draws the same pictures on every machine.
 */
async function nameFonts(folder: string): Promise<void> {
  const list = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${join(folder, 'fonts')}</dir><cachedir>${join(folder, 'font-cache')}</cachedir></fontconfig>`
  await writeFile(join(folder, 'fonts', 'fonts.conf'), list)
}
