import { type CollectorRow, keepLease, type Refused } from './collectors.sql.ts'
import type { Told } from './read-behind.ts'
import { send } from './send.ts'

/** How far it came: of the first `passed` it took all but those it refused. `size`: how much it may be offered at once from here on. */
export type Offered =
  | { readonly passed: number; readonly refused: readonly Refused[]; readonly size: number }
  | { readonly problem: string }

/** Answers to what was sent, not to that it was sent: it is too much, or one line of it is wrong for them. */
const ofItself = /^HTTP (?:400|413|422)$/

/**
 * Offers the first of them, `size` at once. Where that is refused for what it is, half of it, and so on, in their order; a single one that is refused is
 * passed over once a later one is taken.
 */
export async function offer(row: CollectorRow, told: readonly Told[], size: number): Promise<Offered> {
  for (let count = Math.min(size, told.length); ; count = Math.ceil(count / 2)) {
    const problem = await send(row, told.slice(0, count))
    if (problem === undefined) return { passed: count, refused: [], size: count * 2 }
    if (!ofItself.test(problem)) return { problem }
    await keepLease(row)
    if (count === 1) return passOver(row, told, problem)
  }
}

/** More than these one after the other, and nothing says that it takes anything at all. Few at first: who refuses everything is not to be stormed. */
const mostRefused = ({ failures }: CollectorRow): number => Math.min(200, 8 * 2 ** failures)

/** Only the next that is taken shows that those before it were refused for what they are: a collector that takes nothing is away, and gets it all later. */
async function passOver(row: CollectorRow, told: readonly Told[], first: string): Promise<Offered> {
  const refused: Refused[] = []
  let problem = first
  for (const [at, one] of told.slice(0, mostRefused(row)).entries()) {
    const answer = at === 0 ? first : await send(row, [one])
    if (answer === undefined) return { passed: at + 1, refused, size: 2 }
    if (!ofItself.test(answer)) return { problem: answer }
    const { log, id, time } = one
    refused.push({ log, id, time, answer })
    problem = answer
    await keepLease(row)
  }
  return { problem }
}
