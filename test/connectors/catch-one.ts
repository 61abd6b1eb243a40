import type { Listed } from '../../connectors/catalog.ts'
import type { Client, Events, Links } from '../../connectors/connector.ts'
import type { Sandbox, SandboxDesk } from '../../connectors/sandbox.ts'
import type { CaughtFixture } from './fixtures.ts'
import { deskFor, detailsOf, type Exchange, placeFor, playedClient, type Settings } from './played-client.ts'

/** Has one event happen while everything is followed that can be; answers what asking after it says, or nothing where it says nothing. */
export async function catchOne(
  listed: Listed,
  played: Sandbox,
  settings: Settings,
  event: string,
): Promise<CaughtFixture | undefined> {
  const thin = (listed.connector.events as Events<never> | undefined)?.catchUp
  const [person] = played.people
  if (!thin) return undefined
  const place = placeFor(listed, settings)
  const desk = deskFor(place)
  const oauth = listed.connector.oauth?.(settings as never)
  const { details = {} } = oauth && person ? await detailsOf(oauth, place, played, desk, person) : {}
  const exchanges: Exchange[] = []
  const client = playedClient(place, played, desk, person, details, exchange => exchanges.push(exchange))
  const followed = await itemsOf(listed, played, desk, client)
  // Some begin with a thing only once they are asked about it.
  const { cursor } = await thin.next(client, await thin.start(client), followed)
  played.deliver(event, { url: '' }, desk)
  exchanges.length = 0
  const { readings } = await thin.next(client, cursor, followed)
  return readings.length > 0 ? { settings, details, cursor, followed, exchanges } : undefined
}

async function itemsOf(
  { connector }: Listed,
  played: Sandbox,
  desk: SandboxDesk,
  client: Client<never>,
): Promise<string[]> {
  const links = connector.links as Links<never> | undefined
  const events = connector.events as Events<never> | undefined
  const items = await Promise.all(
    played.links(desk).map(async ({ url }) => {
      const reference = links?.recognise(new URL(url), client)
      if (!reference || !events?.followed?.includes(reference.kind)) return undefined
      return events.itemOf ? events.itemOf(reference, client) : links?.item?.(reference)
    }),
  )
  return [...new Set(items.filter(item => item !== undefined))]
}
