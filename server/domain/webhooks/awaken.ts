import { afterCommit } from '../../platform/db.ts'

const listeners = new Set<() => void>()

/** Somebody subscribed, or something is due again: whoever sends in this process looks at once, the others within half a second. */
export const tellDispatch = (): void =>
  afterCommit(() => {
    for (const listener of listeners) listener()
  })

export function onDispatchTold(listener: () => void): { stop(): void } {
  listeners.add(listener)
  return { stop: () => void listeners.delete(listener) }
}
