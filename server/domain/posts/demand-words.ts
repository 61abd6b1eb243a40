import { Refusal } from '../../platform/refusal.ts'

/** Blanks alone say nothing, where no file says something. */
export function demandWords(text: string, files: { readonly length: number } = []): void {
  if (!text.trim() && files.length === 0) throw new Refusal('bad_input', { field: 'text', problem: 'blank' })
}
