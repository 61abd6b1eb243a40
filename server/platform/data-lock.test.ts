import { existsSync } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lockDataFolder } from './data-lock.ts'

test('a folder is made with those it stands in, for its owner only', async () => {
  const above = await mkdtemp(join(tmpdir(), 'lock-'))
  const folder = join(above, 'one', 'two')
  const lock = await lockDataFolder(folder)
  expect((await stat(folder)).mode & 0o777).toBe(0o700)
  expect(existsSync(join(folder, 'passerelle.lock'))).toBe(true)
  await lock.release()
  await rm(above, { recursive: true })
})

test.skipIf(!existsSync('/proc'))('a place that takes no folder is refused, and not tried for ever', async () => {
  for (const folder of ['/proc/nope', '/proc/nope/deeper'])
    await expect(lockDataFolder(folder)).rejects.toMatchObject({ code: 'data_unwritable', data: { folder } })
})
