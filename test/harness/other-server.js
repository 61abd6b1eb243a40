/** The server as it was built, a process of its own on the database of a test: sends a word once it listens, ends when its parent does. */
import { pino } from 'pino'
import { build, isStale } from '../../bin/build.js'

if (isStale()) build()
const from = file => import(new URL(`../../dist/server/${file}`, import.meta.url).href)
const { startServer } = await from('main.js')
const { readConfig } = await from('platform/config.js')
const { configureOutbound } = await from('platform/outbound.js')
const { masterKeyFrom } = await from('platform/secrets.js')

const [databaseUrl = '', key = '', sandboxOrigin = '', port = '', variables = '{}'] = process.argv.slice(2)
/** `publicAddress`: one of this machine that counts as public, where pasted addresses may lead; `inside`: `host:port` that an operator would admit. */
const { publicAddress, inside, ...named } = JSON.parse(variables)
const server = await startServer({
  config: readConfig({ PORT: port, ...named }, 'tryout'),
  databaseUrl,
  keys: [masterKeyFrom(Buffer.from(key, 'hex'))],
  log: pino({ level: process.env.TEST_LOG ?? 'silent' }, pino.destination(2)),
  sandboxOrigin,
})
if (inside) configureOutbound({ allow: [inside] })
if (publicAddress) configureOutbound({ allow: [], isPublic: address => address === publicAddress })
process.on('disconnect', () => void server.stop().then(() => process.exit(0)))
process.send?.('listening')
