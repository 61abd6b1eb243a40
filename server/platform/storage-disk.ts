import { randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { demandKey, type Storage } from './storage-key.ts'

/** A folder of this machine. An object is there whole or not at all, also when the power goes: written aside, brought to the disk, then named. */
export function diskStorage(folder: string): Storage {
  const placeOf = (key: string): string => join(folder, ...demandKey(key).split('/'))
  return {
    async put(key, bytes) {
      const place = placeOf(key)
      await mkdir(dirname(place), { recursive: true, mode: 0o700 })
      const aside = `${place}.${randomBytes(6).toString('hex')}.new`
      try {
        await writeThrough(aside, bytes)
        await rename(aside, place)
      } catch (error) {
        await rm(aside, { force: true })
        throw error
      }
      await bringToDisk(dirname(place))
    },
    read: (key, from, to) => createReadStream(placeOf(key), { start: from, end: to }),
    async remove(key) {
      await rm(placeOf(key), { force: true })
    },
  }
}

async function writeThrough(place: string, bytes: Uint8Array): Promise<void> {
  const file = await open(place, 'wx', 0o600)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** The name too has to outlive a fall. */
async function bringToDisk(folder: string): Promise<void> {
  const opened = await open(folder, 'r')
  await opened.sync().finally(() => opened.close())
}
