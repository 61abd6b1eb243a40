/**
 * The whole server as it was built, on a database that is there, as a process of its own; sends its address once it listens. Plain JavaScript: nothing that reads
 * TypeScript stands between it and what people run, when it starts or later.
 */
import { pino } from 'pino'

const built = path => import(new URL(`../dist/server/${path}`, import.meta.url).href)
const { startServer } = await built('main.js')
const { readConfig } = await built('platform/config.js')
const { masterKeyFrom } = await built('platform/secrets.js')
const { stopLogging } = await built('domain/api-log/log-call.js')

const [databaseUrl = '', port = '', sandboxOrigin] = process.argv.slice(2)
/** Receivers of a bench stand on loopback, which nobody outside a bench admits. */
const outboundAllow = process.env.BENCH_ALLOW ? [process.env.BENCH_ALLOW] : []
if (process.env.BENCH_NO_LOG) stopLogging()
const config = { ...readConfig({ PORT: port, GRAPH_LIMIT: '0' }, 'tryout'), outboundAllow }
const server = await startServer({
  config,
  databaseUrl,
  keys: [masterKeyFrom(process.env.BENCH_KEY ? Buffer.from(process.env.BENCH_KEY, 'hex') : Buffer.alloc(32, 7))],
  log: pino({ level: 'silent' }),
  ...(sandboxOrigin && { sandboxOrigin }),
})
process.on('SIGTERM', () => void server.stop().then(() => process.exit(0)))
process.send?.({ port: config.port })
