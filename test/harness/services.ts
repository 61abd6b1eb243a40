import { afterAll, beforeAll } from 'vitest'
import { readCatalog } from '../../connectors/catalog.ts'
import { type RunningSandbox, startSandbox } from '../../sandbox/serve.ts'
import { neutralSentence } from '../../server/domain/inbound/read-notice.ts'
import { openCatalog } from '../../server/domain/integrations/catalog.ts'
import { describeNotices } from '../../server/domain/posts/present-post.ts'
import { configureAddresses } from '../../server/platform/addresses.ts'
import { startWorkers } from '../../server/platform/jobs.ts'
import { configureOutbound } from '../../server/platform/outbound.ts'
import { jobs } from '../../server/work/jobs.ts'
import type { TestServer } from './server.ts'

export interface TestServices {
  readonly sandbox: RunningSandbox
  /** Goes through the service's sign-in page as one of its people; answers where the browser ends up. */
  signIn(cookie: string, signInUrl: string, person: string): Promise<string>
}

/** The played services, the catalog, and workers; the server listens, so that services can post to it. */
export function useServices(server: TestServer): TestServices {
  let sandbox: RunningSandbox | undefined
  let workers: { stop(): Promise<void> } | undefined
  const running = (): RunningSandbox => {
    if (!sandbox) throw new Error('the services are there once the test file has begun')
    return sandbox
  }
  beforeAll(async () => {
    sandbox = await startSandbox({ port: 0 })
    const address = await server.app.listen({ port: 0, host: '127.0.0.1' })
    configureAddresses(new URL(address))
    configureOutbound({ allow: [new URL(sandbox.origin).host] })
    openCatalog(await readCatalog(), { examples: true, sandboxOrigin: sandbox.origin })
    describeNotices(neutralSentence)
    workers = startWorkers(jobs, () => {})
  })
  afterAll(async () => {
    await workers?.stop()
    await sandbox?.stop()
  })
  return {
    get sandbox() {
      return running()
    },
    async signIn(cookie, signInUrl, person) {
      const form = new URL(signInUrl).searchParams
      form.set('person', person)
      const back = await fetch(signInUrl, { method: 'POST', body: form, redirect: 'manual' })
      const callback = back.headers.get('location') ?? ''
      const home = await fetch(callback, { headers: { cookie }, redirect: 'manual' })
      return home.headers.get('location') ?? ''
    },
  }
}
