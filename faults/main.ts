/** `npm run faults [name …]`: what breaks and must survive, with figures; one JSON line each. Fails where anything was lost, doubled or told out of order. */
import { makeRig } from '../bench/rig.ts'
import { crash } from './crash.ts'
import { deliveries } from './deliveries.ts'

const say = (fault: string, report: object): void => {
  process.stdout.write(`${JSON.stringify({ fault, ...report })}\n`)
}

/** Each answers whether all survived. */
const faults = {
  async crash() {
    const report = await crash({ seconds: 90, writes: 300, events: 100, nodeKills: 10, postgresKills: 3 })
    say('kill -9 of Node ten times and of PostgreSQL three times', report)
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
    return bad.every(n => n === 0)
  },
  async deliveries() {
    const rig = await makeRig()
    const plan = { seconds: 60, perSecond: 200, killEverySeconds: 3, endpoints: 50, rounds: 2, roundSeconds: 20 }
    const report = await deliveries(rig, plan).finally(() => rig.stop())
    say('the sender of webhooks killed every 3 s; a fifth of the addresses hanging', report)
    return report.killed.missing === 0 && report.killed.twiceUnderAnotherId === 0 && report.hanging.ratio <= 2
  },
} as const
type Name = keyof typeof faults

const asked = process.argv.slice(2)
const unknown = asked.find(name => !(name in faults))
if (unknown) {
  process.stderr.write(`There is no fault called “${unknown}”; there are: ${Object.keys(faults).join(', ')}.\n`)
  process.exit(1)
}
for (const name of asked.length > 0 ? (asked as Name[]) : (Object.keys(faults) as Name[]))
  if (!(await faults[name]())) process.exitCode = 1
