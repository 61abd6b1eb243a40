/** The same server as a process of its own, on the database of a test: sends a word once it listens, ends when its parent does. */
import { pino } from 'pino'
import { startServer } from '../../server/main.ts'
import { readConfig } from '../../server/platform/config.ts'
import { masterKeyFrom } from '../../server/platform/secrets.ts'

const [databaseUrl = '', key = '', sandboxOrigin = '', port = '', variables = '{}'] = process.argv.slice(2)
const server = await startServer({
  config: readConfig({ PORT: port, ...JSON.parse(variables) }, 'tryout'),
  databaseUrl,
  keys: [masterKeyFrom(Buffer.from(key, 'hex'))],
  log: pino({ level: process.env.TEST_LOG ?? 'silent' }, pino.destination(2)),
  sandboxOrigin,
})
process.on('disconnect', () => void server.stop().then(() => process.exit(0)))
process.send?.('listening')
