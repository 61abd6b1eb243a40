import { castPassword, people } from '../../sandbox/cast.ts'
import { seedCast } from '../../sandbox/seed.ts'
import { seedPosts } from '../../sandbox/seed-posts.ts'
import { startSandbox } from '../../sandbox/serve.ts'
import { needsSetUp } from '../domain/community/set-up.ts'
import { notOpened, startServer } from '../main.ts'
import { readConfig } from '../platform/config.ts'
import { readMasterKey } from '../platform/keys.ts'
import { makeLog } from '../platform/log.ts'
import { writeSetting } from '../platform/settings.ts'
import { say } from '../platform/words.ts'
import { openDatabase } from './open-database.ts'
import { operatorLanguage } from './operator-language.ts'
import { stopOnSignal } from './stop-on-signal.ts'

/** The try-out: a small invented company and the sandbox services, on data of their own. */
export async function start(): Promise<void> {
  const config = readConfig(process.env, 'tryout')
  const log = makeLog(process.env.LOG_LEVEL ? config.logLevel : 'warn')
  const database = await openDatabase(config, log)
  try {
    const key = await readMasterKey({ key: undefined, dataFolder: config.dataFolder, embedded: true })
    if (await needsSetUp()) await seedPosts(await seedCast())
    await writeSetting(
      'tryout_cast',
      Object.values(people).map(({ name, email, role }) => ({ name, email, role, password: castPassword })),
    )
    const sandbox = await startSandbox({ port: config.port + 1 }).catch(notOpened(config.port + 1))
    const server = await startServer({
      config,
      databaseUrl: database.appUrl,
      keys: [key],
      log,
      sandboxOrigin: sandbox.origin,
    })
    stopOnSignal(log, async () => {
      await server.stop()
      await sandbox.stop()
      await database.close()
    })
    const values = {
      url: config.publicUrl.origin,
      sandbox: sandbox.origin,
      password: castPassword,
      admin: people.ana.email,
      member: people.noor.email,
    }
    console.log(say(operatorLanguage(), 'commands.tryout', values))
  } catch (error) {
    await database.close()
    throw error
  }
}
