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

/** A browser that lies ready to be started, any number of times. */
export interface Unpacked {
  readonly path: string
  readonly folder: string
  readonly env: Readonly<Record<string, string>>
}

export interface TestBrowser {
  /** A fresh person at a fresh browser: nothing is carried over. */
  visitor(options?: {
    language?: 'en' | 'fr'
    dark?: boolean
    width?: number
  }): Promise<{ page: Page; context: BrowserContext }>
  close(): Promise<void>
}

/** The browser that npm brought, in a folder of its own, or the one named by PASSERELLE_BROWSER. It takes seconds: once is enough. */
export async function unpackBrowser(): Promise<Unpacked> {
  const folder = await mkdtemp(join(tmpdir(), 'passerelle-browser-'))
  const chosen = process.env.PASSERELLE_BROWSER
  if (chosen) return { path: chosen, folder, env: {} }
  // The package decides at import by these two which libraries it brings, and where it unpacks to.
  const before = process.env.TMPDIR
  process.env.AWS_EXECUTION_ENV ??= 'AWS_Lambda_nodejs20.x'
  process.env.TMPDIR = folder
  try {
    const { default: bundled } = await import('@sparticuz/chromium')
    const path = await bundled.executablePath()
    await nameFonts(folder)
    const { FONTCONFIG_PATH = '', LD_LIBRARY_PATH = '' } = process.env
    return { path, folder, env: { FONTCONFIG_PATH, LD_LIBRARY_PATH } }
  } finally {
    if (before === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = before
  }
}

export const removeBrowser = ({ folder }: Unpacked): Promise<void> => rm(folder, { recursive: true, force: true })

/** Who visits has asked for less motion: nothing is waited for that only looks nice. */
export async function openBrowser({ path, folder, env }: Unpacked): Promise<TestBrowser> {
  const browser = await chromium.launch({
    executablePath: path,
    args: flags,
    env: { ...process.env, ...env, TMPDIR: folder },
  })
  return {
    async visitor({ language = 'en', dark = false, width = 1280 } = {}) {
      const context = await browser.newContext({
        locale: language === 'fr' ? 'fr-FR' : 'en-GB',
        timezoneId: 'Europe/Paris',
        colorScheme: dark ? 'dark' : 'light',
        reducedMotion: 'reduce',
        viewport: { width, height: width < 500 ? 844 : 860 },
      })
      context.setDefaultTimeout(15_000)
      return { context, page: await context.newPage() }
    },
    close: () => browser.close().catch(() => {}),
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
