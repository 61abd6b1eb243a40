import type { Written } from './audit.sql.ts'

/** What was written, for a reader: of groups hidden from them it says how many, and of one such group nothing at all. */
export function tellable(hidden: readonly string[]): (written: Written | null) => string | null {
  const unseen = new Set(hidden)
  return written => {
    if (!written) return null
    const hiddenGroups = groupsIn(written).filter(id => unseen.has(id)).length
    if (hiddenGroups === 0) return JSON.stringify(written)
    if ('groupId' in written) return JSON.stringify({ hiddenGroups })
    return JSON.stringify({ ...written, groupIds: groupsIn(written).filter(id => !unseen.has(id)), hiddenGroups })
  }
}

const groupsIn = ({ groupId, groupIds }: Written): string[] =>
  [groupId, ...(Array.isArray(groupIds) ? groupIds : [])].filter(id => typeof id === 'string')
