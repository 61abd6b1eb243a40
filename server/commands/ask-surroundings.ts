import { stat, statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createTransport } from 'nodemailer'
import type { Config } from '../platform/config.ts'
import { configureStorage, storage } from '../platform/storage.ts'
import type { Finding } from './finding.ts'

/** What can be looked at without the database. */
export async function askSurroundings(config: Config): Promise<Finding[]> {
  return [
    ...(config.databaseUrl ? [] : [await dataFolder(config.dataFolder)]),
    await keyFile(config.dataFolder),
    await disk(config.dataFolder),
    address(config.publicUrl),
    await mail(config.smtpUrl),
    await files(config),
  ]
}

/** The rows of everybody lie in it: other users of the machine have no business there. */
async function dataFolder(folder: string): Promise<Finding> {
  const found = await stat(folder).catch(() => undefined)
  const open = found ? (found.mode & 0o077) !== 0 : false
  return { id: 'data_folder', verdict: found ? (open ? 'mend' : 'well') : 'note', data: { folder } }
}

async function keyFile(folder: string): Promise<Finding> {
  const file = join(folder, 'master.key')
  const found = await stat(file).catch(() => undefined)
  return { id: 'key_file', verdict: found && found.mode & 0o077 ? 'mend' : 'well', data: { file } }
}

async function disk(folder: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(folder).catch(() => statfs(dirname(folder)).catch(() => statfs('.')))
  const gigabytes = Math.round((bavail * bsize) / 1e8) / 10
  return { id: 'disk', verdict: gigabytes < 1 ? 'mend' : 'well', data: { gigabytes } }
}

function address({ protocol, hostname, origin }: URL): Finding {
  const inside = hostname === 'localhost' || hostname.startsWith('127.')
  return { id: 'address', verdict: inside || protocol !== 'https:' ? 'note' : 'well', data: { origin } }
}

async function mail(smtpUrl: string | undefined): Promise<Finding> {
  if (!smtpUrl) return { id: 'mail', verdict: 'note' }
  const transport = createTransport({ url: smtpUrl, connectionTimeout: 5_000, greetingTimeout: 5_000 })
  try {
    await transport.verify()
    return { id: 'mail', verdict: 'well' }
  } catch (error) {
    return { id: 'mail', verdict: 'mend', data: { problem: error instanceof Error ? error.message : '' } }
  } finally {
    transport.close()
  }
}

/** Written, read and removed again: rights to only some of these are found out now and not by whoever uploads first. */
async function files(config: Config): Promise<Finding> {
  if (!config.bucket) return { id: 'storage', verdict: 'note', data: { folder: join(config.dataFolder, 'files') } }
  configureStorage(config)
  const key = `doctor/${Date.now()}`
  try {
    await storage().put(key, Buffer.from('probe'))
    for await (const piece of storage().read(key, 0, 4))
      if (piece.length > 5) throw new Error('more came back than was put')
    await storage().remove(key)
    return { id: 'storage', verdict: 'well', data: { bucket: config.bucket.bucket } }
  } catch (error) {
    return { id: 'storage', verdict: 'mend', data: { problem: error instanceof Error ? error.message : '' } }
  }
}
