import { forgetWithDatabase } from './db.ts'

export interface Gathered<Row> {
  add(row: Row): void
  /** Writes what waits, and waits for what is being written: at the stop, and before somebody reads it. */
  flush(): Promise<void>
}

interface Gathering<Row> {
  /** How long a row waits for others. */
  readonly afterMs: number
  /** Most rows that wait: a database that is away longer than that loses the oldest. */
  readonly most?: number
  /** Rows of one key become one: what is counted, and not listed. */
  readonly sum?: { keyOf(row: Row): string; of(earlier: Row, later: Row): Row }
  write(rows: readonly Row[]): Promise<unknown>
}

/**
 * Rows that nobody waits for: they gather in memory for a moment and go to the database together, since what is done should not pay for being written down. Where
 * the database is away they wait with what comes since.
 */
export function gathered<Row>({ afterMs, most = Number.POSITIVE_INFINITY, sum, write }: Gathering<Row>): Gathered<Row> {
  let waiting = new Map<string | number, Row>()
  let listed = 0
  let timer: NodeJS.Timeout | undefined
  let writing: Promise<void> | undefined
  forgetWithDatabase(() => {
    waiting = new Map()
  })

  function put(row: Row): void {
    const key = sum?.keyOf(row) ?? listed++
    const earlier = waiting.get(key)
    const [oldest] = earlier === undefined && waiting.size >= most ? waiting.keys() : []
    if (oldest !== undefined) waiting.delete(oldest)
    waiting.set(key, earlier !== undefined && sum ? sum.of(earlier, row) : row)
  }

  async function flush(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    await writing
    if (waiting.size === 0) return writing
    const batch = waiting
    waiting = new Map()
    const turn = write([...batch.values()]).then(
      () => {},
      () => {
        const since = waiting
        waiting = batch
        for (const row of since.values()) put(row)
      },
    )
    writing = turn
    await turn
    if (writing === turn) writing = undefined
  }

  return {
    add(row) {
      put(row)
      timer ??= setTimeout(() => void flush(), afterMs).unref()
    },
    flush,
  }
}
