/** Cursors are opaque to callers: the keys of the last row, so that a page begins after it whatever was added before. */
export const writeCursor = (...keys: readonly string[]): string =>
  Buffer.from(JSON.stringify(keys)).toString('base64url')

/** The keys of a cursor of ours with that many; nothing where there is none or it is not ours (then the list begins anew). */
export function readCursor(cursor: string | undefined, count: number): string[] | undefined {
  if (!cursor) return undefined
  try {
    const keys: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    return Array.isArray(keys) && keys.length === count && keys.every(key => typeof key === 'string') ? keys : undefined
  } catch {
    return undefined
  }
}

/** A cursor that is an id. */
export function readIdCursor(cursor: string | undefined): string | undefined {
  const id = readCursor(cursor, 1)?.[0]
  return id && /^\d{1,18}$/.test(id) ? id : undefined
}

/** A cursor that is a moment as PostgreSQL writes it, and an id. */
export function readPlaceCursor(cursor: string | undefined): { at: string; id: string } | undefined {
  const [at = '', id = ''] = readCursor(cursor, 2) ?? []
  return moment.test(at) && !Number.isNaN(Date.parse(at)) && /^\d{1,18}$/.test(id) ? { at, id } : undefined
}
const moment = /^\d{4}-[01]\d-[0-3]\d [0-2]\d:[0-5]\d:[0-5]\d(\.\d{1,6})?[+-](0\d|1[0-4])(:\d\d)?$/
