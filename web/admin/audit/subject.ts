import { useSay } from '../../ui/words.tsx'

/** The word for a kind of thing; one that is newer than these words goes by its own name. */
export function useSubject(): (subject: string) => string {
  const say = useSay()
  return subject => {
    const key = `audit.subject.${subject}`
    const word = say(key)
    return word === key ? subject : word
  }
}
