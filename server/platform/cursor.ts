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
