/** What an operator types. Each command starts things and says in one sentence what went wrong, with exit code 1. */
import { Refusal } from '../platform/refusal.ts'
import { StartProblem } from '../platform/start-problem.ts'
import { say } from '../platform/words.ts'
import { operatorLanguage } from './operator-language.ts'

type Command = (args: readonly string[]) => Promise<void>

/** Each is read when it is typed: what is only a mistake is said at once, without the whole server behind it. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  start: async () => (await import('./start.ts')).start,
  serve: async () => (await import('./serve.ts')).serveCommand,
  migrate: async () => (await import('./migrate.ts')).migrateCommand,
  doctor: async () => (await import('./doctor.ts')).doctor,
  'break-glass': async () => (await import('./break-glass.ts')).breakGlassCommand,
  plan: async () => (await import('./plan.ts')).planCommand,
  'audit-verify': async () => (await import('./audit-verify.ts')).auditVerifyCommand,
  help: async () => async () => console.log(say(operatorLanguage(), 'commands.help')),
}

export async function main(args: readonly string[]): Promise<void> {
  const [name = 'help', ...rest] = args
  try {
    const read = commands[name]
    if (!read) throw new StartProblem('unknown_command', { name })
    const command = await read()
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
