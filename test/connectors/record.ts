/**
 * `npm run record:connector -- <id>`: writes fixtures from the connector's own played service: every link as each of its people sees it, every
 * event as it is delivered, and what is found by asking after it. What they must turn into is written by the tests (WRITE_FIXTURES=1), and reviewed by whoever commits it.
 */
import { type Listed, readCatalog } from '../../connectors/catalog.ts'
import type { Sandbox, SandboxPerson } from '../../connectors/sandbox.ts'
import { catchOne } from './catch-one.ts'
import { sandboxOf, writeFixture } from './fixtures.ts'
import {
  deskFor,
  detailsOf,
  type Exchange,
  fixtureHookSecret,
  placeFor,
  playedClient,
  type Settings,
  settingsOf,
} from './played-client.ts'

const id = process.argv[2] ?? ''
const listed = (await readCatalog()).get(id)
const sandbox = await sandboxOf(id)
if (!listed || !sandbox) {
  process.stderr.write(
    `There is no connector called “${id}” with a sandbox.ts. Name one: npm run record:connector -- hello\n`,
  )
  process.exit(1)
}
const all = settingsOf(listed, sandbox)
const several = all.length > 1
for (const settings of all) await record(listed, sandbox, settings)

async function record(one: Listed, played: Sandbox, settings: Settings): Promise<void> {
  const place = placeFor(one, settings)
  const desk = deskFor(place)
  const which = several ? nameOf(settings) : ''
  const oauth = one.connector.oauth?.(settings as never)
  for (const { url } of played.links(desk)) {
    const reference = one.connector.links?.recognise(new URL(url), place)
    for (const person of reference ? [...played.people, ...(oauth ? [] : [undefined])] : []) {
      const { details = {} } = oauth && person ? await detailsOf(oauth, place, played, desk, person) : {}
      const exchanges: Exchange[] = []
      const client = playedClient(place, played, desk, person, details, exchange => exchanges.push(exchange))
      if (reference) await one.connector.links?.preview(reference, client)
      writeFixture(id, 'links', [which, reference?.kind, slug(url), personName(person)].filter(Boolean).join('.'), {
        ...{ url, settings, details, exchanges },
      })
    }
  }
  const [first] = played.people
  const own = oauth && first ? await detailsOf(oauth, place, played, desk, first) : undefined
  for (const event of one.connector.events ? played.events : []) {
    const secret = played.handMade?.secret ?? fixtureHookSecret
    const hook = { url: 'https://passerelle.example/hooks/key', secret }
    const delivery = played.deliver(event, hook, desk)
    if (!delivery) continue
    writeFixture(id, 'events', [which, slug(event)].filter(Boolean).join('.'), {
      ...{ settings, details: own?.details ?? {}, ...delivery },
    })
  }
  for (const event of played.events) {
    const caught = await catchOne(one, played, settings, event)
    if (caught) writeFixture(id, 'caught', [which, slug(event)].filter(Boolean).join('.'), caught)
  }
}

function nameOf(settings: Settings): string {
  const property = Object.entries(listed?.connector.settings.properties ?? {}).find(([, one]) => 'enum' in one)
  return property ? String(settings[property[0]]) : ''
}

function slug(text: string): string {
  const path = URL.canParse(text) ? new URL(text).pathname + new URL(text).search : text
  return path
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40)
    .toLowerCase()
}

function personName(person: SandboxPerson | undefined): string {
  return person ? slug(person.name.split(' ')[0] ?? '') : ''
}
