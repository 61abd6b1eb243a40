import { createHash } from 'node:crypto'
import { lstat, mkdir, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A Unix socket's path may have about 107 bytes, its own name included (stack.md T16). */
const longestFolder = 85

/** Where the socket lives: in the data folder, or in the temporary folder when that one is deep. Nobody else may enter it. */
export async function socketFolder(folder: string): Promise<string> {
  const beside = join(folder, 'socket')
  if (Buffer.byteLength(beside) <= longestFolder) {
    await mkdir(beside, { recursive: true, mode: 0o700 })
    return beside
  }
  const temporary = Buffer.byteLength(tmpdir()) < longestFolder / 2 ? tmpdir() : '/tmp'
  const usual = join(temporary, `passerelle-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}`)
  await mkdir(usual, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  // Everybody may write in the temporary folder: who made this one first could stand in for the database.
  return (await isOursAlone(usual)) ? usual : mkdtemp(join(temporary, 'passerelle-'))
}

async function isOursAlone(folder: string): Promise<boolean> {
  const found = await lstat(folder)
  return found.isDirectory() && found.uid === (process.getuid?.() ?? found.uid) && (found.mode & 0o077) === 0
}
