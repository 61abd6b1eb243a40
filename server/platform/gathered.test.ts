import { expect, test } from 'vitest'
import { gathered } from './gathered.ts'

interface Count {
  readonly name: string
  readonly n: number
}
const sum = {
  keyOf: (row: Count) => row.name,
  of: (earlier: Count, later: Count) => ({ name: later.name, n: earlier.n + later.n }),
}

test('rows go together, once; those of one key as their sum', async () => {
  const written: (readonly Count[])[] = []
  const write = async (rows: readonly Count[]) => written.push(rows)
  const [listed, counted] = [gathered({ afterMs: 5, write }), gathered({ afterMs: 5, write, sum })]
  for (const one of [listed, counted]) for (const name of ['a', 'b', 'a']) one.add({ name, n: 1 })
  await new Promise(resolve => setTimeout(resolve, 30))
  await Promise.all([listed.flush(), counted.flush()])
  expect(written).toEqual([
    [
      { name: 'a', n: 1 },
      { name: 'b', n: 1 },
      { name: 'a', n: 1 },
    ],
    [
      { name: 'a', n: 2 },
      { name: 'b', n: 1 },
    ],
  ])
})

test('what cannot be written waits with what came since, the oldest in front, at most so many', async () => {
  let away = true
  const written: string[] = []
  const write = async (rows: readonly Count[]) => {
    if (away) throw new Error('away')
    written.push(rows.map(row => `${row.name}${row.n}`).join(' '))
  }
  const [listed, counted] = [gathered({ afterMs: 60_000, most: 3, write }), gathered({ afterMs: 60_000, write, sum })]
  for (const n of [1, 2, 3, 4]) listed.add({ name: 'x', n })
  counted.add({ name: 'y', n: 5 })
  const first = [listed.flush(), counted.flush()]
  listed.add({ name: 'x', n: 5 })
  counted.add({ name: 'y', n: 1 })
  await Promise.all(first)
  away = false
  await listed.flush()
  await counted.flush()
  expect(written).toEqual(['x3 x4 x5', 'y6'])
})

test('whoever flushes while it is being written waits for that', async () => {
  let done = () => {}
  const one = gathered<Count>({
    afterMs: 60_000,
    write: () =>
      new Promise<void>(resolve => {
        done = resolve
      }),
  })
  one.add({ name: 'a', n: 1 })
  const order: string[] = []
  const [first, second] = [one.flush().then(() => order.push('first')), one.flush().then(() => order.push('second'))]
  await new Promise(resolve => setTimeout(resolve, 10))
  expect(order).toEqual([])
  done()
  await Promise.all([first, second])
  expect(order.sort()).toEqual(['first', 'second'])
})
