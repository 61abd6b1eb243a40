/**
 * The database, for the whole process. The current transaction is the one piece of ambient state in the house
 * (style.md 3.7): a verb opens it, nested verbs join it. Everything else is handed in.
 * This room never knows a table of ours.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import { createHash } from 'node:crypto'
import pg from 'pg'
import { Refusal } from './refusal.ts'
import { limited, none, type Sql, sql } from './sql.ts'
import { Crowded, takeTurns } from './turns.ts'

export { limited, none, type Sql, sql }

interface Transaction {
  readonly client: pg.PoolClient
  /** Queries of one transaction go one after the other, also where a verb asked for several at once. */
  last: Promise<unknown>
  readonly afterCommit: (() => void)[]
  /** What goes on after it is in none. */
  over: boolean
}

const ambient = new AsyncLocalStorage<Transaction>()
/** How many are open. To carry one, Node follows every promise of the process; while there is none it need not (decision 0003). */
let openTransactions = 0
let pool: pg.Pool | undefined
let databaseUrl = ''
let inTurnForPool = takeTurns(1)

/** How long opening a connection may take before the database counts as away (faults.md F04: within a second). */
const connectionTimeoutMillis = 800

const forgetting: (() => void)[] = []

/** What a process remembers of its database, or is about to write into it, ends where it opens another (a restored one, the next test's). */
export function forgetWithDatabase(forget: () => void): void {
  forgetting.push(forget)
}

/** Opens the pool; errors of idle connections are expected when the database goes away and only lose that connection. */
export function connectDatabase(url: string, { size = 16, statementTimeout = 5_000 } = {}): void {
  if (url !== databaseUrl) for (const forget of forgetting) forget()
  databaseUrl = url
  void pool?.end()
  inTurnForPool = takeTurns(size)
  pool = new pg.Pool({
    connectionString: url,
    max: size,
    connectionTimeoutMillis,
    statement_timeout: statementTimeout,
    // A database that went silent ends no statement: then we do (faults.md F05).
    query_timeout: statementTimeout + 500,
  })
  pool.on('error', () => {})
  pool.on('connect', client => client.on('error', () => {}))
}

export async function disconnectDatabase(): Promise<void> {
  const ending = pool
  pool = undefined
  await ending?.end()
}

/** The address the pool uses, for a listener's own connection. */
export const currentDatabaseUrl = (): string => databaseUrl

/**
 * Every row of a query. `T` names the columns as the SQL does: rows are typed where they are read. They are taken out of the driver's result: results name one
 * another, and a dead one that came among the old of the heap kept every row after it alive until the whole heap was swept (decision 0027).
 */
export async function rows<T extends object>(query: Sql): Promise<T[]> {
  const result = await execute(query)
  const found: T[] = result.rows
  result.rows = []
  return found
}

/** The first row, or nothing. */
export async function maybe<T extends object>(query: Sql): Promise<T | undefined> {
  return (await rows<T>(query))[0]
}

/** The first row; a fault when there is none. */
export async function one<T extends object>(query: Sql): Promise<T> {
  const row = await maybe<T>(query)
  if (!row) throw new Error(`a query that always has a row had none: ${query.text.slice(0, 80)}`)
  return row
}

/** How many rows were touched. */
export async function run(query: Sql): Promise<number> {
  return (await execute(query)).rowCount ?? 0
}

/** Runs `work` in a transaction, or joins the one that is open. */
export async function transaction<T>(work: () => Promise<T>): Promise<T> {
  if (inTransaction()) return work()
  try {
    return await inTurnForPool(async () => inTransactionOf(await open().connect(), work))
  } catch (error) {
    throw translate(error)
  }
}

async function inTransactionOf<T>(client: pg.PoolClient, work: () => Promise<T>): Promise<T> {
  const current: Transaction = { client, last: Promise.resolve(), afterCommit: [], over: false }
  let broken: Error | boolean = false
  openTransactions++
  try {
    await client.query('begin')
    const result = await ambient.run(current, work)
    await client.query('commit')
    for (const task of current.afterCommit) task()
    return result
  } catch (error) {
    if (isSilent(error)) broken = true
    else
      await client.query('rollback').catch((lost: Error) => {
        broken = lost
      })
    throw error
  } finally {
    current.over = true
    if (--openTransactions === 0) ambient.disable()
    client.release(broken)
  }
}

/** Runs `task` once what is being written is committed; at once where no transaction is open. */
export function afterCommit(task: () => void): void {
  const current = carried()
  if (current) current.afterCommit.push(task)
  else task()
}

export const inTransaction = (): boolean => carried() !== undefined

function carried(): Transaction | undefined {
  const current = ambient.getStore()
  return current?.over ? undefined : current
}

async function execute(query: Sql): Promise<pg.QueryResult> {
  const config = { name: nameOf(query.text), text: query.text, values: [...query.values] }
  const current = carried()
  try {
    if (current) return await inTurn(current, config)
    return await inTurnForPool(() => open().query(config))
  } catch (error) {
    throw translate(error)
  }
}

function inTurn(current: Transaction, config: pg.QueryConfig): Promise<pg.QueryResult> {
  const next = current.last.catch(() => {}).then(() => current.client.query(config))
  current.last = next
  return next
}

function open(): pg.Pool {
  if (!pool) throw new Error('the database is not connected')
  return pool
}

const names = new Map<string, string>()

/** Named statements are planned once per connection (measured: stack.md 2). */
function nameOf(text: string): string {
  const known = names.get(text)
  if (known) return known
  const name = createHash('sha256').update(text).digest('base64url').slice(0, 20)
  if (names.size < 2_000) names.set(text, name)
  return name
}

const awayCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', '57P01', '57P02', '57P03', '53300'])

/** No answer in time: nor will there be one to a rollback. */
const isSilent = (error: unknown): boolean => error instanceof Error && error.message === 'Query read timeout'

/** A database that is away is not our fault and not the caller's: come back in a second. */
function translate(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const code = 'code' in error ? String(error.code) : ''
  const away =
    error instanceof Crowded ||
    isSilent(error) ||
    awayCodes.has(code) ||
    /Connection terminated|timeout exceeded when trying to connect/.test(error.message)
  return away ? new Refusal('database_away', {}, { cause: error }) : error
}
