import { useState } from 'react'
import type { Scope } from '../../../contract/api/integrations.ts'
import type { SeenStanding } from './seen-standing.ts'

interface GrantDraft {
  readonly permissions: string[]
  readonly scope: Scope | undefined
  /** What it began from. */
  readonly seen: SeenStanding
}

/**
 * What is chosen here. As long as nothing is, it goes with what holds; from the first choice on it is kept, whoever changes the integration meanwhile, until
 * it is what holds.
 */
export function useGrantDraft(now: SeenStanding) {
  const present = draftOf(now)
  const [own, setOwn] = useState<GrantDraft>()
  const touched = own !== undefined && !isSame(own, present) && !isSame(own, draftOf(own.seen))
  const draft = touched ? own : present
  return {
    draft,
    touched,
    /** Somebody else was here since the first choice. */
    changed: touched && own.seen.revision !== now.revision,
    choose: (part: Partial<Pick<GrantDraft, 'permissions' | 'scope'>>) => setOwn({ ...draft, ...part }),
    reset: () => setOwn(undefined),
    keep: () => setOwn({ ...draft, seen: now }),
  }
}

const draftOf = (seen: SeenStanding): GrantDraft => ({
  permissions: [...seen.permissions],
  scope: seen.everyone ? { everyone: true } : { everyone: false, groupIds: seen.groups.map(group => group.id) },
  seen,
})

const isSame = (one: GrantDraft, other: GrantDraft): boolean => signOf(one) === signOf(other)
const signOf = ({ permissions, scope }: GrantDraft): string =>
  JSON.stringify([[...permissions].sort(), scope?.everyone, scope && !scope.everyone && [...scope.groupIds].sort()])
