import { castPassword, people } from '../../sandbox/cast.ts'
import { seedCast } from '../../sandbox/seed.ts'
import { seedPosts } from '../../sandbox/seed-posts.ts'
import { startSandbox } from '../../sandbox/serve.ts'
import { needsSetUp } from '../domain/community/set-up.ts'
import { notOpened, type ServerOptions, startServer } from '../main.ts'
import { writeSetting } from '../platform/settings.ts'

/** The invented company where it is not there yet, the played services, and the server; answers what a newcomer is told, and how it ends. */
export async function tryOut(options: ServerOptions) {
  const { port, publicUrl } = options.config
  if (await needsSetUp()) await seedPosts(await seedCast())
  await writeSetting(
    'tryout_cast',
    Object.values(people).map(({ name, email, role }) => ({ name, email, role, password: castPassword })),
  )
  const sandbox = await startSandbox({ port: port + 1 }).catch(notOpened(port + 1))
  const server = await startServer({ ...options, sandboxOrigin: sandbox.origin })
  return {
    told: {
      url: publicUrl.origin,
      sandbox: sandbox.origin,
      password: castPassword,
      admin: people.ana.email,
      member: people.noor.email,
    },
    async stop() {
      await server.stop()
      await sandbox.stop()
    },
  }
}
