import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the first journey lays the browser that every other starts its own of. */
    browserFolder: string
  }
}

export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'passerelle-browser-'))
  project.provide('browserFolder', folder)
  return () => rm(folder, { recursive: true, force: true })
}
