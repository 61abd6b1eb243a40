import { useWords } from './words.tsx'

/** An instant to the second, in the reader's zone: in logs nobody asks how long ago something was, but when. */
export function Stamp({ at }: { at: string }) {
  const { language, timeZone } = useWords()
  const shape = { dateStyle: 'short', timeStyle: 'medium', timeZone } as const
  return (
    <time dateTime={at} title={at}>
      {new Intl.DateTimeFormat(language, shape).format(new Date(at))}
    </time>
  )
}
