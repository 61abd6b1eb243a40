import { migrate, pendingMigrations } from '../platform/migrate.ts'
import type { PostgresUrls } from '../platform/postgres.ts'
import { StartProblem } from '../platform/start-problem.ts'

/**
 * Runs the migrations that are due, with a sentence for what an operator can mend. With one role only there may be no right to migrate, and
 * none is needed while nothing is due; `always` also says again what the server's role may do.
 */
export async function bringUpToDate(
  { ownerUrl }: Pick<PostgresUrls, 'ownerUrl'>,
  { always }: { always: boolean },
): Promise<string[]> {
  if (!always && (await pendingMigrations(ownerUrl)).length === 0) return []
  try {
    return await migrate(ownerUrl)
  } catch (error) {
    throw mendable(error) ?? error
  }
}

/** PostgreSQL's codes for: no right to it; no such extension on this machine. */
const sentences: Readonly<Record<string, string>> = {
  '42501': 'migrate_forbidden',
  '0A000': 'extension_missing',
  '58P01': 'extension_missing',
}

function mendable(error: unknown): StartProblem | undefined {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  const code = cause instanceof Error && 'code' in cause ? sentences[String(cause.code)] : undefined
  return code && cause instanceof Error ? new StartProblem(code, { problem: cause.message }, { cause }) : undefined
}
