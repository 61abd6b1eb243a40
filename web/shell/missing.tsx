import { Missing as Nothing } from '../ui/screen-refused.tsx'

/** An address nothing lives at. */
export function Missing() {
  return (
    <main>
      <Nothing />
    </main>
  )
}
