import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type BrowserContext, chromium, type Page } from 'playwright-core'
import { scratchFolder } from './scratch.ts'

/**
 * Chromium's own `--single-process` and its like hide faults, so only these are given (stack.md 10, T14). What its processes share lies in a folder that is
 * named to them, since `/dev/shm` is too small in some containers.
 */
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

/** The browser that npm brought, laid into this folder, or the one named by PASSERELLE_BROWSER. It takes seconds: once is enough. */
export async function unpackBrowser(folder: string): Promise<Unpacked> {
  const chosen = process.env.PASSERELLE_BROWSER
  if (chosen) return { path: chosen, env: {} }
  // The package decides at import by these two which libraries it brings, and where it unpacks to; it changes two more.
  const names = ['TMPDIR', 'AWS_EXECUTION_ENV', 'FONTCONFIG_PATH', 'LD_LIBRARY_PATH']
  const before = names.map(name => [name, process.env[name]] as const)
  process.env.AWS_EXECUTION_ENV ??= 'AWS_Lambda_nodejs20.x'
  process.env.TMPDIR = folder
  try {
    const { default: bundled } = await import('@sparticuz/chromium')
    const path = await bundled.executablePath()
    await nameFonts(folder)
    const { FONTCONFIG_PATH = '', LD_LIBRARY_PATH = '' } = process.env
    return { path, env: { FONTCONFIG_PATH, LD_LIBRARY_PATH } }
  } finally {
    for (const [name, value] of before)
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
  }
}

/** Who visits has asked for less motion: nothing is waited for that only looks nice. */
export async function openBrowser({ path, env }: Unpacked): Promise<TestBrowser> {
  const shared = await scratchFolder('browser')
  const browser = await chromium.launch({
    executablePath: path,
    args: flags,
    env: { ...process.env, ...env, TMPDIR: shared },
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
      const page = await context.newPage()
      lookOften(page)
      return { context, page }
    },
    async close() {
      await browser.close().catch(() => {})
      await rm(shared, { recursive: true, force: true })
    },
  }
}

interface Frame {
  retryWithProgressAndTimeouts(progress: unknown, pauses: number[], look: unknown): Promise<unknown>
  retryWithProgressAndBackoff(progress: unknown, look: unknown): Promise<unknown>
}

/**
 * What is waited for is looked for again after 20, 50, 100 and 100 ms, and from then on every half second, most of which is slept through by everybody. There
 * is no setting for it, so this reaches into Playwright: nobody waits longer than a tenth of a second for what is there. An upgrade that moves it says so here.
 */
function lookOften(page: Page): void {
  const { _connection } = page as unknown as { _connection: { toImpl(one: Page): { mainFrame(): Frame } } }
  const frames: Frame = Object.getPrototypeOf(_connection.toImpl(page).mainFrame())
  if (!Object.hasOwn(frames, 'retryWithProgressAndTimeouts')) throw new Error('Playwright waits in another way now')
  frames.retryWithProgressAndBackoff = function (progress, look) {
    return this.retryWithProgressAndTimeouts(progress, [20, 30, 50, 70, 100], look)
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
