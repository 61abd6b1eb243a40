import { changePlan } from '../domain/integrations/change-plan.ts'
import { readConfig } from '../platform/config.ts'
import { makeLog } from '../platform/log.ts'
import { pendingMigrations } from '../platform/migrate.ts'
import { StartProblem } from '../platform/start-problem.ts'
import { say } from '../platform/words.ts'
import { visitDatabase } from './open-database.ts'
import { operatorLanguage } from './operator-language.ts'

/** `passerelle plan <domain> <essential|advanced>`: with the server running or stopped. */
export async function planCommand(args: readonly string[]): Promise<void> {
  const [domain, plan] = args
  if (!domain || (plan !== 'essential' && plan !== 'advanced')) throw new StartProblem('plan_usage')
  const config = readConfig(process.env, 'production')
  const database = await visitDatabase(config, makeLog('error'))
  try {
    if ((await pendingMigrations(database.appUrl)).length > 0) throw new StartProblem('not_migrated')
    const name = await changePlan(domain, plan)
    if (!name) throw new StartProblem('plan_unknown', { domain })
    console.log(say(operatorLanguage(), 'commands.plan_changed', { name, plan }))
  } finally {
    await database.close()
  }
}
