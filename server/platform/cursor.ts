/** Cursors are opaque to callers: the keys of the last row, so that a page begins after it whatever was added before. */
export const writeCursor = (...keys: readonly string[]): string =>
  Buffer.from(JSON.stringify(keys)).toString('base64url')

/** The keys of a cursor of ours with that many; nothing where there is none or it is not ours (then the list begins anew), as one that the database could not read. */
export function readCursor(cursor: string | undefined, count: number): string[] | undefined {
  if (!cursor) return undefined
  try {
    const keys: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    return Array.isArray(keys) && keys.length === count && keys.every(isKey) ? keys : undefined
  } catch {
    return undefined
  }
}

const isKey = (key: unknown): key is string => typeof key === 'string' && !key.includes('\0') && key.isWellFormed()
const isId = (key: string): boolean => /^\d{1,18}$/.test(key)

/** A cursor that is an id. */
export function readIdCursor(cursor: string | undefined): string | undefined {
  const id = readCursor(cursor, 1)?.[0]
  return id !== undefined && isId(id) ? id : undefined
}

/** A cursor that is what a list is in order of, and an id. */
export function readSortCursor(cursor: string | undefined): { sort: string; id: string } | undefined {
  const [sort = '', id = ''] = readCursor(cursor, 2) ?? []
  return isId(id) ? { sort, id } : undefined
}

/** A cursor that is a moment as PostgreSQL writes it, and an id. */
export function readPlaceCursor(cursor: string | undefined): { at: string; id: string } | undefined {
  const [at = '', id = ''] = readCursor(cursor, 2) ?? []
  return isMoment(at) && isId(id) ? { at, id } : undefined
}

/** One of a day that there is: JavaScript takes 31 February for 3 March, and knows a year 0, which PostgreSQL does not. */
function isMoment(at: string): boolean {
  if (!moment.test(at) || at.startsWith('0000')) return false
  const day = new Date(`${at.slice(0, 10)}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(at.slice(0, 10)) && !Number.isNaN(Date.parse(at))
}
const moment = /^\d{4}-[01]\d-[0-3]\d [0-2]\d:[0-5]\d:[0-5]\d(\.\d{1,6})?[+-](0\d|1[0-4])(:\d\d)?$/
