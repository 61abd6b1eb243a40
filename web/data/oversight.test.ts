/** A change of many goes out in parts: what was changed before one of them was refused is said, and can be taken back. */
import { afterEach, expect, test, vi } from 'vitest'
import { mostAtOnce } from '../../contract/api/oversight.ts'
import { changeAll, undoAll } from './oversight.ts'

afterEach(() => vi.unstubAllGlobals())

const items = Array.from({ length: mostAtOnce * 2 + 50 }, (_, n) => ({ id: String(n), revision: 'r' }))
const refusal = { error: { code: 'changed_meanwhile', message: 'Somebody changed it.', data: {}, traceId: 't' } }

/** Answers as the server does, and refuses the part that is named. */
function serve(refusedPart: number): string[] {
  const bodies: string[] = []
  vi.stubGlobal('document', { documentElement: { lang: 'en' } })
  vi.stubGlobal('fetch', async (_: string, { body }: { body: string }) => {
    bodies.push(body)
    if (bodies.length === refusedPart) return Response.json(refusal, { status: 409 })
    return Response.json({ changeId: '7', changed: JSON.parse(body).items.length, skipped: 0 })
  })
  return bodies
}

test('all of it is one change', async () => {
  const bodies = serve(0)
  expect(await changeAll({ items, change: { kind: 'trim' } })).toMatchObject({ changeId: '7', changed: 250, left: 0 })
  expect(bodies.map(body => JSON.parse(body).changeId)).toEqual([undefined, '7', '7'])
})

test('refused on the way: what is done stands with its undo, and how many are left is said', async () => {
  serve(2)
  const come = await changeAll({ items, change: { kind: 'trim' } })
  expect(come).toMatchObject({ changeId: '7', changed: 100, left: 150, problem: { code: 'changed_meanwhile' } })
})

test('refused at once: nothing was saved, and that is what is said', async () => {
  serve(1)
  await expect(changeAll({ items, change: { kind: 'trim' } })).rejects.toMatchObject({ code: 'changed_meanwhile' })
})

test('taken back in parts as well, and told as one', async () => {
  const asked: string[] = []
  vi.stubGlobal('document', { documentElement: { lang: 'en' } })
  vi.stubGlobal('fetch', async (address: string) => {
    asked.push(address)
    return Response.json({ changeId: '8', changed: 100, skipped: 1, left: [150, 50, 0][asked.length - 1] })
  })
  const left: number[] = []
  expect(await undoAll('7', n => left.push(n))).toMatchObject({ changeId: '8', changed: 300, skipped: 3 })
  expect(left).toEqual([150, 50])
  const address = '/api/permissions-data/changes/7/undo'
  expect(asked).toEqual([address, `${address}?undoId=8`, `${address}?undoId=8`])
})
