import type { Written } from './audit.sql.ts'

/** What was written, for a reader: of groups hidden from them it says how many, wherever they are named, and of one such group nothing at all. */
export function tellable(hidden: readonly string[]): (written: Written | null) => string | null {
  const unseen = new Set(hidden)
  return written => {
    if (!written) return null
    const hiddenGroups = groupsIn(written).filter(id => unseen.has(id)).length
    if (hiddenGroups === 0) return JSON.stringify(written)
    if (isUnseen(written.groupId, unseen)) return JSON.stringify({ hiddenGroups })
    return JSON.stringify({ ...openPart(written, unseen), hiddenGroups })
  }
}

const isUnseen = (value: unknown, unseen: ReadonlySet<string>): boolean =>
  typeof value === 'string' && unseen.has(value)

/** Whatever may be the number of a group, however deep: in a list, as who owns something, as a name. */
function groupsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  const found = Array.isArray(value) ? value : [...Object.keys(value), ...Object.values(value)]
  return [...new Set(found.flatMap(groupsIn))]
}

function openPart<T>(value: T, unseen: ReadonlySet<string>): T {
  if (Array.isArray(value)) return value.filter(one => !isUnseen(one, unseen)).map(one => openPart(one, unseen)) as T
  if (typeof value !== 'object' || value === null) return value
  const open = Object.entries(value).filter(([name, one]) => !unseen.has(name) && !isUnseen(one, unseen))
  return Object.fromEntries(open.map(([name, one]) => [name, openPart(one, unseen)])) as T
}
