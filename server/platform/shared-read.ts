import { inTransaction } from './db.ts'

/**
 * One read for all who ask the same thing at the same time. Who comes while one is under way shares the next: what anybody gets was read after they
 * asked, so that nothing here is ever a cache. Inside an open transaction each reads for itself.
 */
export function sharedRead<T>(read: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const underWay = new Map<string, Promise<unknown>>()
  const next = new Map<string, Promise<T>>()

  function begin(key: string): Promise<T> {
    next.delete(key)
    const reading = read(key)
    const ended = reading.then(
      () => {},
      () => {},
    )
    underWay.set(key, ended)
    void ended.then(() => {
      if (underWay.get(key) === ended) underWay.delete(key)
    })
    return reading
  }

  return key => {
    if (inTransaction()) return read(key)
    const waiting = next.get(key)
    if (waiting) return waiting
    const reading = (underWay.get(key) ?? new Promise(setImmediate)).then(() => begin(key))
    next.set(key, reading)
    return reading
  }
}
