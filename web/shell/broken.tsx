import { ScreenRefused } from '../ui/screen-refused.tsx'

/** A screen that broke, or whose code could not be read: reading the page anew mends most of what can be. */
export function Broken({ error }: { error: unknown }) {
  return <ScreenRefused error={error} again={() => location.reload()} />
}
