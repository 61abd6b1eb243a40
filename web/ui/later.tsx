import { type ComponentType, lazy, type ReactNode, Suspense } from 'react'

/** A component whose code is read when it is first shown: dialogs, mostly. Until then `meanwhile` stands in its place. */
export function later<P extends object>(read: () => Promise<ComponentType<P>>) {
  const Read = lazy(async () => ({ default: await read() }))
  return function Later({ meanwhile = null, ...props }: P & { meanwhile?: ReactNode }) {
    return (
      <Suspense fallback={meanwhile}>
        <Read {...(props as unknown as P)} />
      </Suspense>
    )
  }
}
