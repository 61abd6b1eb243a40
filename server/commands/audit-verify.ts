import { sealAudit } from '../domain/audit/seal.ts'
import { type Verified, verifyEverywhere } from '../domain/audit/verify.ts'
import { readConfig } from '../platform/config.ts'
import { readMasterKey } from '../platform/keys.ts'
import { makeLog } from '../platform/log.ts'
import { pendingMigrations } from '../platform/migrate.ts'
import { StartProblem } from '../platform/start-problem.ts'
import { say } from '../platform/words.ts'
import { visitDatabase } from './open-database.ts'
import { operatorLanguage } from './operator-language.ts'

/**
 * `passerelle audit-verify [seal]`: goes through the audit of every community, with the server running or stopped. With a seal that was written down
 * earlier it also says whether it is still there: a backup that was put back does not have the newest. Exit code 1 where something is wrong.
 */
export async function auditVerifyCommand(args: readonly string[]): Promise<void> {
  const [seal] = args
  const config = readConfig(process.env, 'production')
  const database = await visitDatabase(config, makeLog('error'))
  try {
    if ((await pendingMigrations(database.appUrl)).length > 0) throw new StartProblem('not_migrated')
    await readMasterKey({ key: config.key, dataFolder: config.dataFolder, embedded: database.embedded })
    await sealAudit()
    const { communities, sealFound } = await verifyEverywhere(seal)
    for (const one of communities) console.log(sentenceOf(one))
    if (seal && !sealFound) console.log(say(operatorLanguage(), 'commands.audit.seal_gone', { seal }))
    if (communities.some(one => !one.check.whole) || (seal && !sealFound)) process.exitCode = 1
  } finally {
    await database.close()
  }
}

function sentenceOf({ name, check }: Verified): string {
  const language = operatorLanguage()
  if (check.fault)
    return say(language, 'commands.audit.fault', {
      name,
      fault: say(language, `audit.fault.${check.fault.kind}`),
      n: check.fault.n ?? 0,
      entry: check.fault.entryId ?? '—',
    })
  if (check.entries === 0) return say(language, 'commands.audit.empty', { name })
  return say(language, 'commands.audit.whole', { name, entries: check.entries, head: check.head ?? '' })
}
