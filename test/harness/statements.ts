import pg from 'pg'
import { afterEach, beforeEach } from 'vitest'

/** Hears every statement that reads while a test runs, by whatever connection: what a call costs is asserted by counting. */
export function useStatements(): { during(work: () => Promise<unknown>): Promise<string[]> } {
  const original = pg.Client.prototype.query
  let heard: string[] | undefined

  beforeEach(() => {
    pg.Client.prototype.query = function (this: pg.Client, ...given: unknown[]) {
      const text = typeof given[0] === 'string' ? given[0] : ((given[0] as { text?: string } | undefined)?.text ?? '')
      heard?.push(text.trim())
      return (original as (...all: unknown[]) => unknown).apply(this, given)
    } as typeof original
  })
  afterEach(() => {
    pg.Client.prototype.query = original
  })

  return {
    async during(work) {
      heard = []
      await work()
      const reads = heard.filter(
        text => /^(?:select|with)\b/i.test(text) && !/api_log|from events|from jobs/.test(text),
      )
      heard = undefined
      return reads
    },
  }
}
