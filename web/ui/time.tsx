import { useSyncExternalStore } from 'react'
import { useWords } from './words.tsx'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** An instant in the reader's zone: near ones by distance ("5 min ago", "in 5 min"), others by date; the exact one on hover. */
export function Time({ at }: { at: string }) {
  const { language, timeZone } = useWords()
  const now = useNow()
  const date = new Date(at)
  const exact = new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'short', timeZone }).format(date)
  return (
    <time dateTime={at} title={exact}>
      {near(date, now, language) ?? dated(date, now, language, timeZone)}
    </time>
  )
}

/** A day without an hour, for things that are of a day. */
export function DayOf({ at, short = false }: { at: string; short?: boolean }) {
  const { language, timeZone } = useWords()
  const text = new Intl.DateTimeFormat(language, { dateStyle: short ? 'medium' : 'long', timeZone }).format(
    new Date(at),
  )
  return <time dateTime={at}>{text}</time>
}

function near(date: Date, now: number, language: string): string | undefined {
  const ago = now - date.getTime()
  if (Math.abs(ago) > day) return undefined
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'short' })
  if (Math.abs(ago) < minute) return relative.format(0, 'second')
  if (Math.abs(ago) < hour) return relative.format(-Math.trunc(ago / minute), 'minute')
  return relative.format(-Math.trunc(ago / hour), 'hour')
}

function dated(date: Date, now: number, language: string, timeZone: string | undefined): string {
  const sameYear = date.getFullYear() === new Date(now).getFullYear()
  const shape: Intl.DateTimeFormatOptions = sameYear
    ? { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }
    : { day: 'numeric', month: 'short', year: 'numeric' }
  return new Intl.DateTimeFormat(language, { ...shape, timeZone }).format(date)
}

let now = Date.now()

/** One clock for all times on the page, ticking each half minute. */
function useNow(): number {
  const read = (): number => now
  return useSyncExternalStore(subscribe, read, read)
}

const waiting = new Set<() => void>()
let ticking: ReturnType<typeof setInterval> | undefined

function subscribe(changed: () => void): () => void {
  waiting.add(changed)
  ticking ??= setInterval(() => {
    now = Date.now()
    for (const tell of waiting) tell()
  }, minute / 2)
  return () => {
    waiting.delete(changed)
    if (waiting.size) return
    clearInterval(ticking)
    ticking = undefined
  }
}

/** From when to when something lasts; whole days have no hour, and belong to no zone. */
export function Span({ from, to, days }: { from: string; to: string | null; days: boolean }) {
  const { language, timeZone } = useWords()
  const shape: Intl.DateTimeFormatOptions = days
    ? { dateStyle: 'full', timeZone: 'UTC' }
    : { dateStyle: 'full', timeStyle: 'short', timeZone }
  const written = new Intl.DateTimeFormat(language, shape)
  const start = new Date(from)
  return <time dateTime={from}>{to ? written.formatRange(start, new Date(to)) : written.format(start)}</time>
}
