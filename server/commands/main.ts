/** What an operator types. Each command starts things and says in one sentence what went wrong, with exit code 1. */
import { Refusal } from '../platform/refusal.ts'
import { StartProblem } from '../platform/start-problem.ts'
import { say } from '../platform/words.ts'
import { auditVerifyCommand } from './audit-verify.ts'
import { breakGlassCommand } from './break-glass.ts'
import { doctor } from './doctor.ts'
import { migrateCommand } from './migrate.ts'
import { operatorLanguage } from './operator-language.ts'
import { planCommand } from './plan.ts'
import { serveCommand } from './serve.ts'
import { start } from './start.ts'

const commands: Readonly<Record<string, (args: readonly string[]) => Promise<void>>> = {
  start,
  serve: serveCommand,
  migrate: migrateCommand,
  doctor,
  'break-glass': breakGlassCommand,
  plan: planCommand,
  'audit-verify': auditVerifyCommand,
  help: async () => console.log(say(operatorLanguage(), 'commands.help')),
}

export async function main(args: readonly string[]): Promise<void> {
  const [name = 'help', ...rest] = args
  try {
    const command = commands[name]
    if (!command) throw new StartProblem('unknown_command', { name })
    await command(rest)
  } catch (error) {
    console.error(sentenceOf(error))
    process.exit(1)
  }
}

/** One sentence a mistake; what nobody foresaw keeps its trace. */
function sentenceOf(error: unknown): string {
  if (error instanceof StartProblem) return say(operatorLanguage(), `start.${error.code}`, error.data)
  if (error instanceof AggregateError && error.errors.every(one => one instanceof StartProblem))
    return error.errors.map(sentenceOf).join('\n')
  if (error instanceof Refusal) return say(operatorLanguage(), `refusals.${error.code}`, error.data)
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
