import type { Language } from '../../contract/api/basics.ts'
import { languageOf } from '../platform/words.ts'

/** The language of the operator's terminal: `fr_FR.UTF-8` is French. */
export const operatorLanguage = (): Language =>
  languageOf((process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG)?.replace('_', '-'))
