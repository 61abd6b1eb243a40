import type { Listed } from '../../connectors/catalog.ts'
import type { Client, Links } from '../../connectors/connector.ts'
import type { SandboxPerson } from '../../connectors/sandbox.ts'
import type { PreviewOutcome } from '../../contract/preview.ts'
import type { Played } from '../../sandbox/play.ts'
import { placeFor, playedClient, settingsOf } from '../connectors/played-client.ts'

/** A link of the played service whose card tells its first person the word, and its second not; without people, the first. */
export async function linkToldApart(listed: Listed, played: Played, word: string): Promise<string> {
  const [first, second] = played.sandbox.people
  const all = played.sandbox.links(played.desk).map(link => link.url)
  for (const url of first && second ? all : []) {
    const [theirs, others] = [await cardFor(listed, played, url, first), await cardFor(listed, played, url, second)]
    if (JSON.stringify(theirs).includes(word) && !JSON.stringify(others).includes(word)) return url
  }
  if (first || !all[0]) throw new Error(`${played.id} has no link that its people see differently`)
  return all[0]
}

/** A link whose card offers its first person to do something, as things are now; this one, where it does. */
export async function linkOffering(listed: Listed, played: Played, link: string): Promise<string> {
  const [first] = played.sandbox.people
  for (const url of [link, ...played.sandbox.links(played.desk).map(one => one.url)]) {
    const outcome = await cardFor(listed, played, url, first)
    if ('card' in outcome && outcome.card.actions?.length) return url
  }
  throw new Error(`no card of ${played.id} offers anything`)
}

async function cardFor(
  listed: Listed,
  played: Played,
  url: string,
  person: SandboxPerson | undefined,
): Promise<PreviewOutcome> {
  const [settings = {}] = settingsOf(listed, played.sandbox)
  const place = { ...placeFor(listed, settings), address: (name: string) => played.desk.address(name) }
  const client = (details: Readonly<Record<string, string>>): Client<never> =>
    playedClient(place, played.sandbox, played.desk, person, details, () => {})
  const answer = person ? { ...played.sandbox.tokenAnswer?.(person, played.desk) } : {}
  const oauth = listed.connector.oauth?.(settings as never)
  // Who signed the answer is proved elsewhere: here nobody signed in.
  const { details = {} } = (await oauth?.account(client({}), answer, () => true)) ?? {}
  const links = listed.connector.links as Links<never> | undefined
  const reference = links?.recognise(new URL(url), place)
  return reference && links ? links.preview(reference, client(details)) : { state: 'not_yours' }
}
