import type { Language } from '../../../contract/api/basics.ts'
import { knows, say } from '../../platform/words.ts'

/** What stopped a subscription or a reading: a reason for which we have a sentence, or the service's own words. */
export const troubleInWords = (problem: string | null, language: Language): string | null =>
  problem && knows(language, `linking.refused.${problem}`) ? say(language, `linking.refused.${problem}`) : problem
