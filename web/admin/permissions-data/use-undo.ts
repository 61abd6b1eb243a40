import { useUndoChange } from '../../data/oversight.ts'
import { toast } from '../../ui/toast.tsx'
import { useSay } from '../../ui/words.tsx'

/** Takes a change back. What came of it is told wherever one is by then: of thousands it takes a while, and nobody need stay for it. */
export function useUndo() {
  const say = useSay()
  return useUndoChange(made => toast(say('oversight.undone', { count: made.changed, skipped: made.skipped })))
}
