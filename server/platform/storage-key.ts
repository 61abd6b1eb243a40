/** What a place for bytes can do, and how they are called there. */
export interface Storage {
  /** Kept when it answers: what was there under this key is replaced, in one step. */
  put(key: string, bytes: Uint8Array): Promise<void>
  /** Bytes `from` to `to`, both counted. */
  read(key: string, from: number, to: number): AsyncIterable<Uint8Array>
  /** Gone, or never there. */
  remove(key: string): Promise<void>
}

/** Keys are ours: digits, letters and slashes, and never a step upwards. */
export function demandKey(key: string): string {
  if (!/^[a-z0-9]+(?:[/.-][a-z0-9]+)*$/.test(key)) throw new Error(`no key of a stored object: ${key.slice(0, 80)}`)
  return key
}
