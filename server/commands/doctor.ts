import { type Config, readConfig } from '../platform/config.ts'
import { makeLog } from '../platform/log.ts'
import { StartProblem } from '../platform/start-problem.ts'
import { say } from '../platform/words.ts'
import { askDatabase } from './ask-database.ts'
import { askSurroundings } from './ask-surroundings.ts'
import type { Finding } from './finding.ts'
import { type OpenDatabase, visitDatabase } from './open-database.ts'
import { operatorLanguage } from './operator-language.ts'

/** Looks at what the server stands on, running or not, and says for each what to do; changes nothing. Exit code 1 when something must be mended. */
export async function doctor(): Promise<void> {
  const config = readConfig(process.env, 'production')
  const findings = [...(await lookAtDatabase(config)), ...(await askSurroundings(config))]
  const signs = { well: '✓', note: '·', mend: '✗' }
  for (const { id, verdict, data } of findings)
    console.log(`${signs[verdict]} ${say(operatorLanguage(), id.includes('.') ? id : `doctor.${id}.${verdict}`, data)}`)
  if (findings.some(finding => finding.verdict === 'mend')) process.exitCode = 1
}

/** A database that cannot be reached is itself a finding, and the rest is looked at all the same. */
async function lookAtDatabase(config: Config): Promise<Finding[]> {
  let database: OpenDatabase | undefined
  try {
    database = await visitDatabase(config, makeLog('error'))
    return await askDatabase(config, database)
  } catch (error) {
    if (!(error instanceof StartProblem)) throw error
    const verdict = error.code === 'no_database_yet' ? 'note' : 'mend'
    return [{ id: `start.${error.code}`, verdict, data: error.data }]
  } finally {
    await database?.close()
  }
}
