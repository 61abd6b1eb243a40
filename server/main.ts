/** Starts the engines, http and work, on one database, and stops them in the order that loses nothing. */
import type { Logger } from 'pino'
import { readCatalog } from '../connectors/catalog.ts'
import { flushApiLog } from './domain/api-log/log-call.ts'
import { addUp, configureUsage } from './domain/api-log/usage.ts'
import { limitFiles } from './domain/files/limits.ts'
import { neutralSentence } from './domain/inbound/read-notice.ts'
import { openCatalog } from './domain/integrations/catalog.ts'
import { flushUses } from './domain/integrations/note-use.ts'
import { describeNotices } from './domain/posts/present-post.ts'
import { configureCookies, configureCountry } from './http/caller.ts'
import { secureServer } from './http/secure-server.ts'
import { serve } from './http/serve.ts'
import { configureAddresses } from './platform/addresses.ts'
import type { Config } from './platform/config.ts'
import { connectDatabase, disconnectDatabase } from './platform/db.ts'
import { keepAnswersYoung } from './platform/heap.ts'
import { startWorkers } from './platform/jobs.ts'
import { startListening, stopListening } from './platform/listen.ts'
import { configureMail } from './platform/mail.ts'
import { configureOutbound } from './platform/outbound.ts'
import { type MasterKey, setMasterKeys } from './platform/secrets.ts'
import { StartProblem } from './platform/start-problem.ts'
import { configureStorage } from './platform/storage.ts'
import { openCertificates } from './platform/tls.ts'
import { startClock } from './work/clock.ts'
import { startDeliveries } from './work/deliveries.ts'
import { startFollowers } from './work/followers.ts'
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
  keepAnswersYoung()
  await configure(options)
  connectDatabase(options.databaseUrl)
  startListening()
  const { publicUrl, trustProxy, hosts } = config
  const certificates = config.tls && openCertificates(config.tls.certificates, { onProblem: kept(log) })
  const app = await serve({ publicUrl, trustProxy, hosts, log })
  const secure = certificates && secureServer(app, certificates)
  const workers = startWorkers(jobs, (problem, job) =>
    log.warn({ err: problem, job: job?.kind, id: job?.id }, 'job failed'),
  )
  const deliveries = startDeliveries(problem => log.warn({ err: problem }, 'a delivery failed on our side'))
  const followers = startFollowers(problem => log.warn({ err: problem }, 'following the logs failed'))
  const clock = startClock(problem => log.warn({ err: problem }, 'the clock’s work failed'))
  try {
    await listen(app, config.port)
    if (secure && config.tls) await listen(secure, config.tls.port).catch(notOpened(config.tls.port))
  } catch (error) {
    clock.stop()
    await followers.stop()
    await deliveries.stop()
    await workers.stop()
    await stopListening()
    await secure?.close()
    notOpened(config.port)(error)
  }
  return {
    async stop() {
      clock.stop()
      await followers.stop()
      await secure?.close()
      await app.close()
      await deliveries.stop()
      await workers.stop()
      await stopListening()
      await addUp()
      await flushApiLog()
      await flushUses()
      await disconnectDatabase()
    },
  }
}

interface Listening {
  listen(at: { port: number; host: string }): Promise<unknown>
}

const kept =
  (log: Logger) =>
  (problem: StartProblem): void =>
    log.warn({ problem: problem.code, ...problem.data }, 'a certificate was not taken; the old one stays')

/** On both kinds of address, or on the old one where the machine has no other. */
async function listen(app: Listening, port: number): Promise<void> {
  try {
    await app.listen({ port, host: '::' })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EAFNOSUPPORT')) throw error
    await app.listen({ port, host: '0.0.0.0' })
  }
}

/** Hands each part of the platform what it needs of the configuration. */
async function configure({ config, keys, sandboxOrigin }: ServerOptions): Promise<void> {
  configureAddresses(config.publicUrl)
  configureCookies(config.publicUrl)
  configureCountry(config.countryHeader)
  configureStorage(config)
  limitFiles(config.fileLimit)
  configureMail(config.smtpUrl, config.mailFrom)
  configureOutbound({ allow: [...config.outboundAllow, ...(sandboxOrigin ? [new URL(sandboxOrigin).host] : [])] })
  setMasterKeys(keys)
  configureUsage(config.graphLimit)
  openCatalog(await readCatalog(), { examples: config.mode === 'tryout', sandboxOrigin })
  describeNotices(neutralSentence)
}

/** A port that cannot be opened is a mistake of whoever starts, and has a sentence. */
export const notOpened =
  (port: number) =>
  (error: unknown): never => {
    const code = error instanceof Error && 'code' in error ? error.code : ''
    if (code === 'EADDRINUSE') throw new StartProblem('port_taken', { port }, { cause: error })
    if (code === 'EACCES') throw new StartProblem('port_forbidden', { port }, { cause: error })
    throw error
  }
