import pg from 'pg'
import { StartProblem } from '../platform/start-problem.ts'

/** Connects once, so that a wrong address is a sentence now and not an error later. The password in it is not repeated. */
export async function tryDatabase(name: string, url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<{ version: number }>(
      "select current_setting('server_version_num')::int as version",
    )
    if (Number(rows[0]?.version) < 150_000) throw new StartProblem('database_old', { name })
  } catch (error) {
    throw error instanceof StartProblem
      ? error
      : new StartProblem('database_wrong', { name, problem: reason(error) }, { cause: error })
  } finally {
    await client.end().catch(() => {})
  }
}

/** A name with several addresses fails with several errors and no message of its own. */
function reason(error: unknown): string {
  const first = error instanceof AggregateError ? error.errors[0] : error
  return first instanceof Error ? first.message || String((first as NodeJS.ErrnoException).code) : String(first)
}
