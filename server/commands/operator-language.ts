import type { Language } from '../../contract/api/basics.ts'
import { languageOf } from '../platform/words.ts'

/** The language of the operator's terminal. */
export const operatorLanguage = (): Language =>
  languageOf(process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG)
