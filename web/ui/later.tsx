import { type ComponentType, lazy, type ReactNode, Suspense } from 'react'

/** A component whose code is read when it is first shown: dialogs, mostly. Until then `meanwhile` stands in its place. */
export function later<P extends object>(read: () => Promise<ComponentType<P>>, meanwhile: ReactNode = null) {
  const Read = lazy(async () => ({ default: await read() }))
  return function Later(props: P) {
    return (
      <Suspense fallback={meanwhile}>
        <Read {...props} />
      </Suspense>
    )
  }
}
