/** `npm run bench [name …]`: each figure beside its limit, in one run, one JSON line each (decision: ratios, never bare numbers). */
import { createServer } from 'node:net'
import { benchBurst } from './burst.ts'
import { benchDeliveries } from './deliveries.ts'
import { benchEvents } from './events.ts'
import { benchExport } from './export.ts'
import { benchGraph } from './graph.ts'
import { benchLogging } from './logging.ts'
import { benchCreatePost, benchGroupFeed } from './posts.ts'
import { benchPreviews } from './previews.ts'
import { makeRig } from './rig.ts'
import { benchWebhooks } from './webhooks.ts'

const benches = {
  posts: benchCreatePost,
  feed: benchGroupFeed,
  graph: benchGraph,
  events: benchEvents,
  previews: benchPreviews,
  burst: benchBurst,
  webhooks: benchWebhooks,
  deliveries: benchDeliveries,
  logging: benchLogging,
  export: benchExport,
} as const
type Name = keyof typeof benches

const freePort = (): Promise<number> =>
  new Promise(resolve => {
    const probe = createServer().listen(0, () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })

const asked = process.argv.slice(2)
const unknown = asked.find(name => !(name in benches))
if (unknown) {
  console.error(`There is no bench called “${unknown}”; there are: ${Object.keys(benches).join(', ')}.`)
  process.exit(1)
}
for (const name of asked.length > 0 ? (asked as Name[]) : (Object.keys(benches) as Name[])) {
  // Each has the cores to itself, and a database that no other left its posts and integrations in.
  const rig = await makeRig()
  try {
    console.log(JSON.stringify(await benches[name](rig, await freePort())))
  } finally {
    await rig.stop()
  }
}
