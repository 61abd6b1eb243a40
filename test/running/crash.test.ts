import { expect, test } from 'vitest'
import { crash } from '../../faults/crash.ts'

/** The short form of `npm run faults`: the same program, the same checker. */
test('nothing acknowledged is lost, doubled or told out of order when Node and PostgreSQL are killed', async () => {
  const report = await crash({ seconds: 8, writes: 100, events: 30, nodeKills: 1, postgresKills: 1 })
  expect(report.writes).toMatchObject({ lost: 0, doubled: 0, unknown: 0 })
  expect(report.writes.acknowledged).toBeGreaterThan(500)
  expect(report.events).toMatchObject({ lost: 0, unposted: 0, doubled: 0 })
  expect(report.events.acknowledged).toBeGreaterThan(150)
  expect(report.streams).toMatchObject({ gaps: 0, repeats: 0, outOfOrder: 0, resyncs: 0 })
  expect(report.streams.breaks).toBeGreaterThan(0)
  expect(report.streams.told).toBeGreaterThan(3_000)
}, 120_000)
