import { Refusal } from '../platform/refusal.ts'

/** Deeper than anything that is meant. */
const deepest = 40

/** The database keeps no null character and no half of a surrogate pair; nobody types either. */
export function demandStorable(said: unknown): void {
  const parts: { value: unknown; depth: number }[] = [{ value: said, depth: 0 }]
  for (let part = parts.pop(); part; part = parts.pop()) {
    const { value, depth } = part
    if (depth > deepest) throw new Refusal('bad_input', { field: 'body', problem: 'nested' })
    if (typeof value === 'string' && (value.includes('\0') || !value.isWellFormed()))
      throw new Refusal('bad_input', { field: 'text', problem: 'characters' })
    if (typeof value === 'object' && value !== null)
      for (const inner of Object.values(value)) parts.push({ value: inner, depth: depth + 1 })
  }
}
