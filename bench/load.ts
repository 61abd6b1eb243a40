import { Pool } from 'undici'

export interface Shot {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly headers?: Record<string, string>
  readonly body?: string
}

export interface Volley {
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
  readonly failed: number
}

/** `callers` in a closed loop against `origin` for `seconds`; times in milliseconds. Any answer but a 2xx counts as failed. */
export async function fire(
  origin: string,
  callers: number,
  seconds: number,
  shot: (n: number) => Shot,
): Promise<Volley> {
  const pool = new Pool(origin, { connections: callers })
  const times: number[] = []
  const begin = performance.now()
  const end = begin + seconds * 1_000
  let failed = 0
  let count = 0
  const caller = async (): Promise<void> => {
    while (performance.now() < end) {
      const from = performance.now()
      const answer = await pool.request(shot(count++))
      await answer.body.dump()
      if (answer.statusCode >= 300) failed++
      times.push(performance.now() - from)
    }
  }
  await Promise.all(Array.from({ length: callers }, caller))
  const took = (performance.now() - begin) / 1_000
  await pool.close()
  return { perSecond: Math.round(times.length / took), p50: percentile(times, 50), p99: percentile(times, 99), failed }
}

export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const found = sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? 0
  return Math.round(found * 100) / 100
}

export const median = (values: readonly number[]): number => percentile(values, 50)

/**
 * The same volley at ours and at the limit, in ABBA blocks in one run; the ratio is the median of the blocks' ratios, because this machine's
 * absolute figures move by half while ratios stay (performance.md D1).
 */
export async function compare(
  blocks: number,
  ours: () => Promise<Volley>,
  limit: () => Promise<Volley>,
): Promise<{ ratio: number; ours: Volley; limit: Volley }> {
  const ratios: number[] = []
  let last: { ours: Volley; limit: Volley } | undefined
  for (let block = 0; block < blocks; block++) {
    const oursFirst = block % 2 === 0
    const first = await (oursFirst ? ours() : limit())
    const second = await (oursFirst ? limit() : ours())
    last = oursFirst ? { ours: first, limit: second } : { ours: second, limit: first }
    ratios.push(last.ours.perSecond / last.limit.perSecond)
  }
  if (!last) throw new Error('at least one block')
  return { ratio: median(ratios), ...last }
}
