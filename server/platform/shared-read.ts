import { inTransaction } from './db.ts'

/**
 * One read for all who ask the same thing at the same time. Who comes while one is under way shares the next: what anybody gets was read after they
 * asked, so that nothing here is ever a cache; it is shared, and nobody's to change. Inside an open transaction each reads for itself.
 */
export function sharedRead<Key, T>(read: (key: Key) => Promise<T>): (key: Key) => Promise<T> {
  const underWay = new Map<string, Promise<unknown>>()
  const next = new Map<string, Promise<T>>()

  function begin(name: string, key: Key): Promise<T> {
    next.delete(name)
    const reading = read(key)
    const ended = reading.then(
      () => {},
      () => {},
    )
    underWay.set(name, ended)
    void ended.then(() => {
      if (underWay.get(name) === ended) underWay.delete(name)
    })
    return reading
  }

  return key => {
    if (inTransaction()) return read(key)
    const name = JSON.stringify(key)
    const waiting = next.get(name)
    if (waiting) return waiting
    const reading = (underWay.get(name) ?? new Promise(setImmediate)).then(() => begin(name, key))
    next.set(name, reading)
    return reading
  }
}
