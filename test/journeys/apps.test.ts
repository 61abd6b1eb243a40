/**
 * Every app in the browser, as people live it, English and French side by side in one group: enabled, connected, a link pasted that two viewers see
 * differently, an event told, something picked, something done from the card, and all of it switched off. One administrator enables it, the other switches it
 * off and enables it again, and the first switches it off in turn; from app to app they change places.
 */
import { beforeAll, expect, test } from 'vitest'
import { type Listed, readCatalog } from '../../connectors/catalog.ts'
import type { Played } from '../../sandbox/play.ts'
import { catchUpWhereDue } from '../../server/domain/inbound/catch-up.ts'
import { one, rows, run, sql } from '../../server/platform/db.ts'
import { sandboxOf } from '../connectors/fixtures.ts'
import { useApp } from '../harness/app.ts'
import { until, useDatabase } from '../harness/database.ts'
import { useBrowser } from '../harness/use-browser.ts'
import { linkOffering, linkToldApart } from './app-links.ts'
import {
  act,
  begin,
  connect,
  connectAside,
  connectButton,
  disable,
  enable,
  enableAgain,
  follow,
  goToGroup,
  makeRoute,
  offCard,
  onCard,
  type Person,
  paste,
  pasted,
  pick,
  readConsent,
} from './app-steps.ts'
import { arrive, complaints, type Language } from './walk.ts'

const word = 'zircon-falcon-99'
const browser = useBrowser()
const database = useDatabase()
const app = useApp(database)

/** Who administers, who gets an account there that sees everything, and who has none or one that sees less; each side reads in its language. */
interface Side {
  readonly admin: Person
  readonly viewer: Person
  readonly writer: Person
}
const casts = {
  en: { admin: 'Ana Ferreira', viewer: 'Noor Haddad', writer: 'Bruno Keller' },
  fr: { admin: 'Théo Marchand', viewer: 'Théo Marchand', writer: 'Lucie Bernard' },
} as const
const sides: Partial<Record<Language, Side>> = {}
const heard: string[][] = []
const catalog = [...(await readCatalog()).values()].filter(({ connector }) => !connector.listing.example)
/** A group an app: nobody draws again what was said of the apps before. */
const groupOf = ({ connector }: Listed): string => `Team of ${connector.id}`

beforeAll(async () => {
  for (const listed of catalog) await makeGroup(groupOf(listed))
  for (const language of ['en', 'fr'] as const) sides[language] = await sitDown(language)
}, 60_000)

async function makeGroup(name: string): Promise<void> {
  const { communityId, people } = database.cast
  const { id } = await one<{ id: string }>(sql`
    insert into groups (community_id, name, description, privacy, cover, created_by)
    values (${communityId}, ${name}, '', 'closed', 'sea', ${people.noor.memberId}) returning id`)
  const members = (['noor', 'ana', 'bruno', 'theo', 'lucie'] as const).map(who => people[who].memberId)
  await run(sql`
    insert into memberships (community_id, group_id, member_id, role)
    select ${communityId}, ${id}, member, case when member = ${people.noor.memberId} then 'admin' else 'member' end
    from unnest(${members}::bigint[]) member`)
}

async function sitDown(language: Language): Promise<Side> {
  const seated = new Map<string, Person>()
  for (const name of new Set(Object.values(casts[language]))) {
    const { page } = await browser.visitor({ language })
    heard.push(complaints(page))
    await arrive(page, app.origin, name)
    seated.set(name, { page, language })
  }
  const [admin, viewer, writer] = Object.values(casts[language]).map(name => seated.get(name))
  if (!admin || !viewer || !writer) throw new Error('somebody is missing')
  return { admin, viewer, writer }
}

test.each(catalog.map((listed, n) => [listed.connector.id, listed, n] as const))(
  '%s',
  async (id, listed, n) => {
    const sandbox = await sandboxOf(id)
    const { en, fr } = sides
    if (!sandbox || !en || !fr) throw new Error(`${id} has no sandbox, or nobody sat down`)
    const [mine, theirs] = n % 2 === 0 ? [en, fr] : [fr, en]
    const played = app.sandbox.service(id)
    const { connector } = listed
    const group = groupOf(listed)
    played.secretWord = word
    const link = await linkToldApart(listed, played, word)
    const [viewers, writers] = [
      [mine.viewer, theirs.viewer],
      [mine.writer, theirs.writer],
    ]
    await Promise.all([readConsent(theirs.admin, listed), ...writers.map(writer => goToGroup(writer, group))])
    await enable(mine.admin, listed, sandbox, group)
    if (sandbox.handMade) await hookByHand(mine.admin, id)
    await Promise.all(viewers.map(viewer => goToGroup(viewer, group)))
    await paste(theirs.writer, link)
    await paste(mine.viewer, link)
    if (sandbox.people.length > 1) await seeApart(mine, theirs, listed)
    if (connector.events) await hear(mine, theirs, listed)
    // What is shared with a group may name the thing to it: nobody looks for the word after this.
    const acts = connector.actions?.some(action => action.on === 'card')
    if (connector.picker || acts) await Promise.all(viewers.map(viewer => goToGroup(viewer, group)))
    if (connector.picker) await Promise.all(viewers.map(viewer => pick(viewer, listed, app.sandbox.origin)))
    if (acts)
      for (const viewer of viewers) {
        // What the one has done there leaves nothing to the other, where it does not begin again.
        if (viewer !== mine.viewer) await happen(played)
        const offering = await linkOffering(listed, played, link)
        if (offering !== link) await paste(viewer, offering)
        await act(viewer, listed)
      }
    if (connector.actions?.some(action => action.on === 'group'))
      for (const viewer of viewers) {
        const called = `Begun in ${viewer.language}`
        await begin(viewer, listed, called)
        // Its card, which everyone in the group may have.
        const card = ({ page }: Person) => page.getByRole('article').getByRole('article', { name: new RegExp(called) })
        await Promise.all(writers.map(writer => card(writer).first().waitFor()))
      }
    // Cards are made when they come into view.
    const see = (card: typeof offCard) =>
      Promise.all(
        writers.map(async writer => {
          await pasted(writer).scrollIntoViewIfNeeded()
          await card(writer, listed).waitFor()
        }),
      )
    await disable(theirs.admin, listed)
    await see(offCard)
    await enableAgain(theirs.admin, listed, sandbox)
    await see(onCard)
    await disable(mine.admin, listed)
    await see(offCard)
  },
  90_000,
)

test('the browsers had nothing to complain about', () => {
  expect(heard.flat()).toEqual([])
})

/** As whoever sets it up at the service does, with the address that the page shows. */
async function hookByHand({ page }: Person, id: string): Promise<void> {
  const answer = await page.request.get(`${app.origin}/api/integrations/${id}`)
  const { admin: shown } = (await answer.json()) as { admin: { webhookUrl: string } }
  const form = new URLSearchParams({ hook: shown.webhookUrl })
  await fetch(`${app.sandbox.origin}/${id}/`, { method: 'POST', body: form })
  expect(app.sandbox.service(id).desk.hooks.size).toBe(1)
}

/**
 * In both languages, who has an account that may see it sees it. Of those who do not, one has none and is told how to get on, the other has an account
 * of other rights, and neither sees a word of it.
 */
async function seeApart(mine: Side, theirs: Side, listed: Listed): Promise<void> {
  const [first, second] = app.sandbox.service(listed.connector.id).sandbox.people
  if (!first || !second) throw new Error('two people are seen apart')
  await Promise.all([
    connectAside(theirs.writer, listed, app.origin, second.id),
    ...[mine.viewer, theirs.viewer].map(async viewer => {
      await connect(viewer, listed, first.name)
      await pasted(viewer).getByText(word).first().waitFor()
    }),
    connectButton(mine.writer, listed).waitFor(),
  ])
  await until(async () => (await connectButton(theirs.writer, listed).count()) === 0)
  for (const { writer } of [mine, theirs]) {
    await pasted(writer).getByRole('status').waitFor({ state: 'detached' })
    expect(await writer.page.content()).not.toContain(word)
  }
}

/** Something happens there, and who may not see it hears of it in their language, without a reload and without the word. */
async function hear(mine: Side, theirs: Side, listed: Listed): Promise<void> {
  const { connector, words } = listed
  if (connector.events?.followed) await follow(mine.viewer)
  else await makeRoute(mine.viewer, listed, groupOf(listed))
  await until(async () => (await rows(sql`select from jobs where ended_as is null`)).length === 0)
  const articles = ({ page }: Person) => page.getByRole('article')
  const before = await articles(theirs.writer).count()
  await happen(app.sandbox.service(connector.id))
  for (const { writer } of [mine, theirs]) {
    await until(async () => (await articles(writer).count()) > before, 15)
    const newest = await articles(writer).first().innerText()
    const neutral = Object.entries(words[writer.language]).filter(([key]) => key.startsWith('notice.neutral.'))
    expect(
      neutral.some(([, sentence]) => newest.includes(sentence)),
      newest,
    ).toBe(true)
    expect(await writer.page.content()).not.toContain(word)
  }
}

/** The first of its events, which is told of; what is found by asking is asked for. */
async function happen(played: Played): Promise<void> {
  const [event] = played.sandbox.events
  if (!event) return
  for (const status of await played.fire(event)) expect(status).toBeLessThan(300)
  await run(sql`update catch_ups set next_at = now()`)
  await catchUpWhereDue()
  await until(async () => (await rows(sql`select from inbound_events where outcome = 'waiting'`)).length === 0)
}
