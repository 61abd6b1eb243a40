import { stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'
import { type Config, readConfig } from '../platform/config.ts'
import { maybe, one, sql } from '../platform/db.ts'
import { readMasterKey } from '../platform/keys.ts'
import { makeLog } from '../platform/log.ts'
import { StartProblem } from '../platform/start-problem.ts'
import { say } from '../platform/words.ts'
import { type OpenDatabase, openDatabase } from './open-database.ts'
import { operatorLanguage } from './operator-language.ts'

/** What was looked at: well, worth knowing, or to be mended. The sentence is `doctor.<id>.<verdict>`. */
interface Finding {
  readonly id: string
  readonly verdict: 'well' | 'note' | 'mend'
  readonly data?: Record<string, string | number>
}

/** Looks at what the server stands on and says for each what to do. Exit code 1 when something must be mended. */
export async function doctor(): Promise<void> {
  const config = readConfig(process.env, 'production')
  const database = await openDatabase(config, makeLog('error'))
  try {
    const findings = await Promise.all([
      roles(),
      clock(),
      key(config, database),
      disk(config),
      address(config),
      mail(config),
      keyFile(config),
    ])
    for (const { id, verdict, data } of findings) {
      const sign = { well: '✓', note: '·', mend: '✗' }[verdict]
      console.log(`${sign} ${say(operatorLanguage(), `doctor.${id}.${verdict}`, data)}`)
    }
    if (findings.some(finding => finding.verdict === 'mend')) process.exitCode = 1
  } finally {
    await database.close()
  }
}

/** The server's role must not be able to change what the audit holds. */
async function roles(): Promise<Finding> {
  const { may } = await one<{ may: boolean }>(
    sql`select has_table_privilege('audit', 'update') or has_table_privilege('audit', 'delete') as may`,
  )
  return may ? { id: 'roles', verdict: 'note' } : { id: 'roles', verdict: 'well' }
}

async function clock(): Promise<Finding> {
  const { apart } = await one<{ apart: number }>(
    sql`select abs(extract(epoch from now()) - ${Date.now() / 1_000})::float8 as apart`,
  )
  const seconds = Math.round(apart)
  return { id: 'clock', verdict: seconds > 5 ? 'mend' : 'well', data: { seconds } }
}

async function key(config: Config, database: OpenDatabase): Promise<Finding> {
  const sealed = await maybe(sql`select from server_settings where key = 'canary'`)
  if (!sealed) return { id: 'key', verdict: 'note' }
  try {
    await readMasterKey({ key: config.key, dataFolder: config.dataFolder, embedded: database.embedded })
    return { id: 'key', verdict: 'well' }
  } catch (error) {
    if (!(error instanceof StartProblem)) throw error
    return { id: 'key', verdict: 'mend' }
  }
}

async function disk(config: Config): Promise<Finding> {
  const { bavail, bsize } = await statfs(config.databaseUrl ? '.' : config.dataFolder)
  const gigabytes = Math.round((bavail * bsize) / 1e8) / 10
  return { id: 'disk', verdict: gigabytes < 1 ? 'mend' : 'well', data: { gigabytes } }
}

async function address(config: Config): Promise<Finding> {
  const { protocol, hostname, origin } = config.publicUrl
  const inside = hostname === 'localhost' || hostname.startsWith('127.')
  return { id: 'address', verdict: inside || protocol !== 'https:' ? 'note' : 'well', data: { origin } }
}

async function mail(config: Config): Promise<Finding> {
  if (!config.smtpUrl) return { id: 'mail', verdict: 'note' }
  try {
    await createTransport(config.smtpUrl).verify()
    return { id: 'mail', verdict: 'well' }
  } catch (error) {
    return { id: 'mail', verdict: 'mend', data: { problem: error instanceof Error ? error.message : '' } }
  }
}

async function keyFile(config: Config): Promise<Finding> {
  const file = join(config.dataFolder, 'master.key')
  const found = await stat(file).catch(() => undefined)
  if (!found) return { id: 'key_file', verdict: 'well' }
  return { id: 'key_file', verdict: found.mode & 0o077 ? 'mend' : 'well', data: { file } }
}
