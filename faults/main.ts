/** `npm run faults`: what breaks and must survive, with figures; one JSON line each. Fails where anything was lost, doubled or told out of order. */
import { crash } from './crash.ts'

const report = await crash({ seconds: 90, writes: 300, events: 100, nodeKills: 10, postgresKills: 3 })
process.stdout.write(
  `${JSON.stringify({ fault: 'kill -9 of Node ten times and of PostgreSQL three times', ...report })}\n`,
)
const { writes, events, streams } = report
const bad = [
  writes.lost,
  writes.doubled,
  writes.unknown,
  events.lost,
  events.unposted,
  events.doubled,
  streams.gaps,
  streams.repeats,
  streams.outOfOrder,
]
process.exitCode = bad.every(n => n === 0) ? 0 : 1
