/** Starts the engines, http and work, on one database, and stops them in the order that loses nothing. */
import type { Logger } from 'pino'
import { configureCookies } from './http/caller.ts'
import { serve } from './http/serve.ts'
import { configureAddresses } from './platform/addresses.ts'
import type { Config } from './platform/config.ts'
import { connectDatabase, disconnectDatabase } from './platform/db.ts'
import { startWorkers } from './platform/jobs.ts'
import { startListening, stopListening } from './platform/listen.ts'
import { configureMail } from './platform/mail.ts'
import { type MasterKey, setMasterKeys } from './platform/secrets.ts'
import { StartProblem } from './platform/start-problem.ts'
import { jobs } from './work/jobs.ts'

export interface ServerOptions {
  readonly config: Config
  /** Where the server's own role connects. */
  readonly databaseUrl: string
  /** The first key seals, all of them open. */
  readonly keys: readonly MasterKey[]
  readonly log: Logger
  /** In the try-out and in tests only: where the services are played. */
  readonly sandboxOrigin?: string
}

/** Answers when the port is open: what is asked is answered from then on. */
export async function startServer(options: ServerOptions): Promise<{ stop(): Promise<void> }> {
  const { config, log } = options
  configureAddresses(config.publicUrl)
  configureCookies(config.publicUrl)
  configureMail(config.smtpUrl, config.mailFrom)
  setMasterKeys(options.keys)
  connectDatabase(options.databaseUrl)
  startListening()
  const app = await serve({ publicUrl: config.publicUrl, trustProxy: config.trustProxy, log })
  const workers = startWorkers(jobs, (problem, job) =>
    log.warn({ err: problem, job: job?.kind, id: job?.id }, 'job failed'),
  )
  try {
    await app.listen({ port: config.port, host: '::' })
  } catch (error) {
    await workers.stop()
    await stopListening()
    throw taken(error, config.port)
  }
  return {
    async stop() {
      await app.close()
      await workers.stop()
      await stopListening()
      await disconnectDatabase()
    },
  }
}

function taken(error: unknown, port: number): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : ''
  if (code === 'EADDRINUSE') return new StartProblem('port_taken', { port }, { cause: error })
  if (code === 'EACCES') return new StartProblem('port_forbidden', { port }, { cause: error })
  return error
}
