/** The day on which something ends, as a date field has it (`2027-03-31`): a day where the reader is. */
import { mostYearsAhead } from '../../../contract/api/integrations.ts'

const asField = (day: Date): string => day.toLocaleDateString('sv')

/** The day of an instant. */
export const dayOf = (instant: string | null | undefined): string | undefined =>
  instant ? asField(new Date(instant)) : undefined

/** Today is none from now: its end still lies ahead. */
export function inDays(days: number): string {
  const day = new Date()
  day.setDate(day.getDate() + days)
  return asField(day)
}

/** The last day that an end may be. */
export function farthestDay(): string {
  const day = new Date()
  day.setFullYear(day.getFullYear() + mostYearsAhead)
  return asField(day)
}

/** The instant at which it ends, as the server is told it: the end of that day, or of the day in so many days. */
export function endOf(until: string | undefined): string | undefined {
  if (!until) return undefined
  const day = new Date(`${/^\d+$/.test(until) ? inDays(Number(until)) : until}T00:00:00`)
  if (Number.isNaN(day.getTime())) return undefined
  day.setHours(23, 59, 59, 0)
  return day.toISOString()
}
