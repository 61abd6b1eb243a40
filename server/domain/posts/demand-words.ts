import { Refusal } from '../../platform/refusal.ts'

/** Blanks alone say nothing. */
export function demandWords(text: string): void {
  if (!text.trim()) throw new Refusal('bad_input', { field: 'text', problem: 'blank' })
}
