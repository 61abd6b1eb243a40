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

interface Waiting<Result> {
  /** As it is sent. */
  readonly text: string
  readonly resolve: (result: Result | undefined) => void
  readonly reject: (error: unknown) => void
}

/**
 * Group commit for a hot verb: callers that arrive together share one statement and one fsync. `statement` gets the rows as one jsonb array; element k
 * has `n` = k, and each returned row repeats its `n`. It is asked for once: nothing in it changes but the batch. A caller whose row gave none gets nothing.
 * If a shared statement fails, each row is tried alone, so that a bad one harms only itself. Inside an open transaction the row goes alone, in that
 * transaction. `all` asks for many at once: few of them share with others, many are one statement of their own, however many they are.
 */
export function together<Row extends object, Result extends { n: number }>(
  statement: (batch: Sql) => Sql,
): Together<Row, Result> {
  return gathering(statement)
}

/**
 * The same for what only reads: what anybody gets is read after they asked. Who asks the very thing that another waits for shares its row and its
 * answer, which is nobody's to change.
 */
export function readTogether<Row extends object, Result extends { n: number }>(
  statement: (batch: Sql) => Sql,
): Together<Row, Result> {
  return gathering(statement, new Map())
}

function gathering<Row extends object, Result extends { n: number }>(
  statement: (batch: Sql) => Sql,
  asked?: Map<string, Promise<Result | undefined>>,
): Together<Row, Result> {
  const queue: Waiting<Result>[] = []
  let underWay = 0
  let written: Sql | undefined

  /** The same for every batch, and written once: it has many parts, and its name is found by all of its text. */
  function statementFor(batch: string): Sql {
    written ??= statement(sql`${theBatch}::jsonb`)
    return { text: written.text, values: written.values.map(value => (value === theBatch ? batch : value)) }
  }

  async function write(batch: readonly string[]): Promise<Map<number, Result>> {
    const numbered = batch.map((row, n) => `{"n":${n},${row.slice(1)}`)
    const results = await rows<Result>(statementFor(`[${numbered.join()}]`))
    return new Map(results.map(result => [result.n, result]))
  }

  async function alone(waiting: Waiting<Result>): Promise<void> {
    await write([waiting.text]).then(results => waiting.resolve(results.get(0)), waiting.reject)
  }

  async function settle(batch: Waiting<Result>[]): Promise<void> {
    try {
      const results = await write(batch.map(waiting => waiting.text))
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
      const batch = queue.splice(0, mostRows)
      for (const { text } of batch) asked?.delete(text)
      void settle(batch).finally(() => {
        underWay--
        flush()
      })
    }
  }

  const one = (row: Row): Promise<Result | undefined> => {
    const text = JSON.stringify(row)
    if (inTransaction()) return write([text]).then(results => results.get(0))
    const same = asked?.get(text)
    if (same) return same
    const answer = new Promise<Result | undefined>((resolve, reject) => {
      queue.push({ text, resolve, reject })
      if (queue.length === 1 || queue.length === crowd) setImmediate(flush)
    })
    asked?.set(text, answer)
    return answer
  }
  const all = async (many: readonly Row[]): Promise<(Result | undefined)[]> => {
    if (many.length <= few && !inTransaction()) return Promise.all(many.map(one))
    const results = many.length > 0 ? await write(many.map(row => JSON.stringify(row))) : new Map<number, Result>()
    return many.map((_, n) => results.get(n))
  }
  return Object.assign(one, { all })
}
