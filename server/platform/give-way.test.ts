import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { givingWay, noteAsking } from './give-way.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'performance'] }))
afterEach(() => void vi.useRealTimers())

/** How long it lasts on a clock of its own. */
async function lasts(work: Promise<unknown>): Promise<number> {
  const began = performance.now()
  let over = false
  void work.finally(() => {
    over = true
  })
  while (!over) await vi.advanceTimersByTimeAsync(1)
  return Math.round(performance.now() - began)
}

test('long work pauses while others ask: four times its last step, never for long; not where nobody does', async () => {
  const step = givingWay((ms: number) => new Promise(resolve => setTimeout(resolve, ms)))
  const lasted: number[] = []
  const next = async (ms: number) => lasted.push(await lasts(step(ms)))
  noteAsking()
  // Whoever wants its first byte waits for nobody; the second step is only paused for while the question is new.
  await next(5)
  await next(5)
  await next(5)
  noteAsking()
  await next(70)
  noteAsking()
  await next(5)
  await next(5)
  await vi.advanceTimersByTimeAsync(20)
  await next(5)
  expect(lasted).toEqual([5, 25, 5, 90, 105, 5, 5])
})
