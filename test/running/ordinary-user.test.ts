import { chmod, chown, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { until } from '../harness/database.ts'
import { freePort } from '../harness/free-port.ts'
import { ask, isAlive, ownFolder, pidOf, startProgram, untilReady } from './program.ts'

/** The number of `nobody`, who has no home and no rights. */
const nobody = 65_534

// The other tests here run as whoever runs the tests; where that is root, this one is the ordinary user.
test.runIf(process.getuid?.() === 0)(
  'an ordinary user starts it in a deep folder where another program’s number is in the way',
  async () => {
    const top = await ownFolder()
    await chown(top, nobody, nobody)
    const data = join(top, 'a-folder-whose-name-is-so-long-that-no-socket-can-live-in-it'.repeat(2), 'data')
    const port = await freePort()
    const setting = { env: { PASSERELLE_DATA: data, PORT: String(port), HOME: top }, uid: nobody }

    let program = startProgram(['start'], setting)
    await untilReady(port, program)
    expect((await ask(port, '/')).status).toBe(200)
    const node = await pidOf(data, 'passerelle.lock')
    process.kill(node, 'SIGKILL')
    await program.ended
    await until(async () => !isAlive(await pidOf(data, 'postgres/postmaster.pid')), 15)

    // After a start of the machine the old numbers belong to others: here, to this test.
    for (const file of ['passerelle.lock', 'postgres/postmaster.pid']) {
      await writeFile(join(data, file), `${process.pid} 1\n`)
      await chown(join(data, file), nobody, nobody)
      await chmod(join(data, file), 0o600)
    }
    program = startProgram(['start'], setting)
    await untilReady(port, program)
    program.child.kill('SIGTERM')
    expect(await program.ended).toEqual({ code: 0, signal: null })
  },
  60_000,
)
