import { inTransaction, rows, type Sql, sql } from './db.ts'
import { Refusal } from './refusal.ts'

export interface Together<Row, Result> {
  (row: Row): Promise<Result | undefined>
  all(rows: readonly Row[]): Promise<(Result | undefined)[]>
}

/** As many as share a statement with others. */
const few = 30
/** One statement carries at most this many rows; two statements are under way at most (measured: stack.md 2 and 12), the second for a crowd. */
const mostRows = 200
const mostUnderWay = 2
/** Fewer wait for the statement that is under way: two small ones cost a quarter more of both sides than one (decision 0029). */
const crowd = 16

/** Stands for the batch in a statement that is written before there is one. */
const theBatch = Symbol('batch')

interface Waiting<Row, Result> {
  readonly row: Row
  readonly resolve: (result: Result | undefined) => void
  readonly reject: (error: unknown) => void
}

/**
 * Group commit for a hot verb, and one look-up for many readers: callers that arrive together share one statement and one fsync, and what is read is
 * read after they asked. `statement` gets the rows as one jsonb array; element k has `n` = k, and each returned row repeats its `n`. It is asked for once:
 * nothing in it changes but the batch. A caller whose row gave none gets nothing. If a shared statement fails, each row is tried alone, so that a bad one
 * harms only itself. Inside an open transaction the row goes alone, in that transaction. `all` asks for many at once: few of them share with
 * others, many are one statement of their own, however many they are.
 */
export function together<Row extends object, Result extends { n: number }>(
  statement: (batch: Sql) => Sql,
): Together<Row, Result> {
  const queue: Waiting<Row, Result>[] = []
  let underWay = 0
  let written: Sql | undefined

  /** The same for every batch, and written once: it has many parts, and its name is found by all of its text. */
  function statementFor(batch: string): Sql {
    written ??= statement(sql`${theBatch}::jsonb`)
    return { text: written.text, values: written.values.map(value => (value === theBatch ? batch : value)) }
  }

  async function write(batch: readonly Row[]): Promise<Map<number, Result>> {
    const numbered = JSON.stringify(batch.map((row, n) => ({ n, ...row })))
    const results = await rows<Result>(statementFor(numbered))
    return new Map(results.map(result => [result.n, result]))
  }

  async function alone(waiting: Waiting<Row, Result>): Promise<void> {
    await write([waiting.row]).then(results => waiting.resolve(results.get(0)), waiting.reject)
  }

  async function settle(batch: Waiting<Row, Result>[]): Promise<void> {
    try {
      const results = await write(batch.map(waiting => waiting.row))
      batch.forEach((waiting, n) => {
        waiting.resolve(results.get(n))
      })
    } catch (error) {
      // A database that is away is away for each of them.
      if (batch.length === 1 || error instanceof Refusal) for (const { reject } of batch) reject(error)
      else for (const waiting of batch) await alone(waiting)
    }
  }

  /** Never waits on a timer: a lone caller goes at once, others gather behind what is under way. */
  function flush(): void {
    while (underWay < mostUnderWay && queue.length >= (underWay === 0 ? 1 : crowd)) {
      underWay++
      void settle(queue.splice(0, mostRows)).finally(() => {
        underWay--
        flush()
      })
    }
  }

  const one = (row: Row): Promise<Result | undefined> => {
    if (inTransaction()) return write([row]).then(results => results.get(0))
    return new Promise((resolve, reject) => {
      queue.push({ row, resolve, reject })
      if (queue.length === 1 || queue.length === crowd) setImmediate(flush)
    })
  }
  const all = async (many: readonly Row[]): Promise<(Result | undefined)[]> => {
    if (many.length <= few && !inTransaction()) return Promise.all(many.map(one))
    const results = many.length > 0 ? await write(many) : new Map<number, Result>()
    return many.map((_, n) => results.get(n))
  }
  return Object.assign(one, { all })
}
