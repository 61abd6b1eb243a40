import { useEffect, useRef } from 'react'
import { useChanges } from '../../data/oversight.ts'
import { sentenceOf } from '../../ui/refused.tsx'
import { toast, toastRefused } from '../../ui/toast.tsx'
import { useSay } from '../../ui/words.tsx'
import { useUndo } from './use-undo.ts'

/** Makes a change. What came of it is told wherever one is by then, with the way back: nobody need stay in the dialog that began it. */
export function useMake() {
  const say = useSay()
  const undo = useUndo()
  const left = useRef(false)
  useEffect(() => {
    left.current = false
    return () => {
      left.current = true
    }
  }, [])
  return useChanges({
    made: ({ changeId, changed, left: rest, problem }) =>
      toast(
        say(problem === undefined ? 'oversight.changed' : 'oversight.changed.stopped', { count: changed, left: rest }),
        { label: say('people.undo'), run: () => undo.mutate(changeId) },
      ),
    // Whoever is still there reads it in its place.
    refused: problem => {
      if (left.current) toastRefused(sentenceOf(problem, say))
    },
  })
}
