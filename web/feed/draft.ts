import { useCallback, useState } from 'react'
import type { AttachedFile } from '../../contract/api/files.ts'
import { useMe } from '../data/me.ts'
import { newKey } from '../data/new-key.ts'
import type { Written } from './mentions.ts'

/** Something being written. It survives a reload; its key makes sure that it is sent once. */
export interface Draft extends Written {
  readonly key: string
  /** Addresses whose preview the writer does not want. */
  readonly hiddenLinks: string[]
  /** What was uploaded for it. */
  readonly files: AttachedFile[]
}

const empty = (): Draft => ({ text: '', people: {}, key: newKey(), hiddenLinks: [], files: [] })

/** The draft of this place (`group:5`, `post:7`), kept by the browser for this person; `start` stands in a new one. `clear` when it was sent. */
export function useDraft(
  place: string,
  start = '',
): { draft: Draft; change: (to: Partial<Draft>) => void; clear: () => void } {
  const name = `passerelle.draft.${useMe().memberId}.${place}`
  const [kept, setKept] = useState<{ name: string; draft: Draft }>()
  const draft = kept?.name === name ? kept.draft : read(name, start)
  if (kept?.name !== name) setKept({ name, draft })

  const change = useCallback(
    (to: Partial<Draft>) =>
      setKept(before => {
        const next = { ...(before?.name === name ? before.draft : read(name, start)), ...to }
        write(name, next)
        return { name, draft: next }
      }),
    [name, start],
  )
  const clear = useCallback(() => {
    write(name, undefined)
    setKept({ name, draft: empty() })
  }, [name])
  return { draft, change, clear }
}

function read(name: string, start: string): Draft {
  const fresh = { ...empty(), text: start }
  try {
    const kept = localStorage.getItem(name)
    return kept ? { ...fresh, ...JSON.parse(kept) } : fresh
  } catch {
    return fresh
  }
}

/** A full or closed storage costs the draft its second life, nothing more. */
function write(name: string, draft: Draft | undefined): void {
  try {
    if (draft?.text || draft?.files.length) localStorage.setItem(name, JSON.stringify(draft))
    else localStorage.removeItem(name)
  } catch {
    return
  }
}
