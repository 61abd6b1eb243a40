/**
 * The sender of webhooks: looks when something happened, and twice a second in any case; leases what is due and there is room for, reads what it says now, and
 * sends it. Several processes share the work by their leases; what a killed one held is sent by another half a minute later, with the same id.
 */
import { onDispatchTold } from '../domain/webhooks/awaken.ts'
import { deliver } from '../domain/webhooks/deliver.ts'
import { type Reading, readChanges } from '../domain/webhooks/read-changes.ts'
import { joinSenders, leaveSenders, rejoinSenders } from '../domain/webhooks/senders.ts'
import { isCrowded, makeSlots } from '../domain/webhooks/slots.ts'
import { isAnybodySubscribed } from '../domain/webhooks/subscriptions.sql.ts'
import { giveBack, type Leased, takeDeliveries } from '../domain/webhooks/take-deliveries.ts'
import { listenTo } from '../platform/listen.ts'

/** Sockets that wait cost little, and those who hang must not use up what others need: each has its own ten. */
const mostAtOnce = 512
const mostTaken = 100
const pollMs = 500
/** However much happens: the database is not asked more often than this. */
const shortestGapMs = 3
/** Who is still talking then is left: its lease ends, and it is sent again. */
const stopWithinMs = 5_000

export function startDeliveries(onProblem: (problem: unknown) => void): { stop(): Promise<void> } {
  const slots = makeSlots()
  const sending = new Set<Promise<void>>()
  let sender: string | undefined
  let anybody = false
  let stopped = false
  let looking: Promise<void> | undefined
  let again = false
  let crowded = false
  let lookedAt = 0

  async function look(): Promise<void> {
    lookedAt = performance.now()
    const room = Math.min(mostTaken, mostAtOnce - slots.count())
    crowded = room <= 0
    if (crowded) return
    sender ??= await joinSenders()
    const [mine, before] = [slots.now(), slots.count()]
    const leased = await takeDeliveries(sender, room, mine)
    leased.forEach(slots.enter)
    crowded = isCrowded(mine, leased)
    // Whoever ended meanwhile made room that this look did not see.
    again ||= leased.length === room || (crowded && slots.count() < before + leased.length)
    if (leased.length > 0) keep(read(leased))
  }

  /** The next look need not wait for this one's reading. */
  async function read(leased: readonly Leased[]): Promise<void> {
    const readings = await readChanges(leased).catch(async (problem: unknown) => {
      leased.forEach(slots.leave)
      await giveBack(leased)
      throw problem
    })
    for (const one of leased) begin(one, readings.get(one.id))
  }

  function keep(work: Promise<void>): void {
    const kept = work.catch(onProblem)
    sending.add(kept)
    void kept.finally(() => sending.delete(kept))
  }

  function begin(one: Leased, reading: Reading | undefined): void {
    const done = (): void => {
      slots.leave(one)
      // Nothing else was due when it was taken, unless it stood in something's way.
      if (crowded || one.failures > 0 || one.in_order) wake()
    }
    keep(deliver(one, reading, done))
  }

  function wake(): void {
    again = true
    if (looking || stopped || !anybody) return
    looking = turn()
      .catch(onProblem)
      .finally(() => {
        looking = undefined
        if (again) wake()
      })
  }

  async function turn(): Promise<void> {
    const early = shortestGapMs - (performance.now() - lookedAt)
    if (early > 0) await new Promise(resolve => setTimeout(resolve, early))
    again = false
    if (!stopped) await look()
  }

  /** What was read may still begin. */
  async function idle(): Promise<void> {
    while (sending.size > 0) await Promise.all(sending)
  }

  async function poll(): Promise<void> {
    anybody = await isAnybodySubscribed()
    if (sender) await rejoinSenders(sender)
    wake()
  }

  const told = onDispatchTold(() => {
    anybody = true
    wake()
  })
  const listening = listenTo('events', wake)
  let polling = poll().catch(onProblem)
  const timer = setInterval(() => {
    polling = poll().catch(onProblem)
  }, pollMs)
  return {
    async stop() {
      stopped = true
      clearInterval(timer)
      listening.stop()
      told.stop()
      await looking
      // Said after the farewell, that it is still there would stay.
      await polling
      await Promise.race([idle(), new Promise(resolve => setTimeout(resolve, stopWithinMs).unref())])
      if (sender) await leaveSenders(sender).catch(onProblem)
    },
  }
}
