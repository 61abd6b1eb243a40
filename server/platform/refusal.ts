import type { RefusalCode } from '../../contract/refusals.ts'

/**
 * This actor may not, or asked wrongly (style.md 3.11). `data` fills the sentence `refusals.<code>`; it never holds a secret.
 * Outcomes of the world are values, faults of ours are plain errors: there is no fourth kind.
 */
export class Refusal extends Error {
  readonly code: RefusalCode
  readonly data: Readonly<Record<string, string | number>>
  constructor(code: RefusalCode, data: Record<string, string | number> = {}, options?: ErrorOptions) {
    super(code, options)
    this.name = 'Refusal'
    this.code = code
    this.data = data
  }
}
