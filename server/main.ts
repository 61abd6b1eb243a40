/** Starts the engines, http and work, on one database, and stops them in the order that loses nothing. */
import type { Logger } from 'pino'
import { serve } from './http/serve.ts'
import type { Config } from './platform/config.ts'
import { connectDatabase, disconnectDatabase } from './platform/db.ts'
import { startWorkers } from './platform/jobs.ts'
import { startListening, stopListening } from './platform/listen.ts'
import { type MasterKey, setMasterKeys } from './platform/secrets.ts'
import { jobs } from './work/jobs.ts'

export interface ServerOptions {
  readonly config: Config
  /** Where the server's own role connects. */
  readonly databaseUrl: string
  /** The first key seals, all of them open. */
  readonly keys: readonly MasterKey[]
  readonly log: Logger
}

/** Answers when the port is open: what was asked is answered from then on. */
export async function startServer(options: ServerOptions): Promise<{ stop(): Promise<void> }> {
  const { config, log } = options
  setMasterKeys(options.keys)
  connectDatabase(options.databaseUrl)
  startListening()
  const app = await serve({ publicUrl: config.publicUrl, trustProxy: config.trustProxy, log })
  const workers = startWorkers(jobs, (problem, job) =>
    log.warn({ err: problem, job: job?.kind, id: job?.id }, 'job failed'),
  )
  await app.listen({ port: config.port, host: '::' })
  return {
    async stop() {
      await app.close()
      await workers.stop()
      await stopListening()
      await disconnectDatabase()
    },
  }
}
