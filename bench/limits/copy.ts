/** L-copy: COPY out of the same rows as CSV, what a database gives at most (performance.md D1). */
import pg from 'pg'

/** Seconds that it takes, by the database alone: it writes to nowhere. */
export async function copyOut(ownerUrl: string): Promise<number> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    const began = performance.now()
    await client.query(`copy (select * from api_log) to '/dev/null' with (format csv)`)
    return (performance.now() - began) / 1_000
  } finally {
    await client.end()
  }
}
