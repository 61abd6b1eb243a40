import { Refusal } from './refusal.ts'

/** Blanks, marks of format (a space without width among them), fillers that are drawn as nothing, control characters. */
const unseen = /[\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/gu

/** What somebody wrote into a field that must not be empty, without blanks around it; a refusal where nothing of it can be seen. */
export function visibleText(field: string, text: string): string {
  if (!text.replace(unseen, '')) throw new Refusal('bad_input', { field, problem: 'blank' })
  return text.trim()
}
