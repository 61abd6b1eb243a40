import type { Listed } from '../../connectors/catalog.ts'
import {
  type Action,
  type Client,
  type Events,
  type Links,
  type Picker,
  ServiceRefused,
} from '../../connectors/connector.ts'
import type { Sandbox, SandboxDesk, SandboxPerson } from '../../connectors/sandbox.ts'
import type { FormField, FormValues } from '../../contract/form.ts'
import {
  deskFor,
  detailsOf,
  type Exchange,
  fixtureHookSecret,
  isFixtureSigned,
  placeFor,
  playedClient,
  type Settings,
} from './played-client.ts'

const at = { url: 'https://passerelle.example/hooks/key', secret: fixtureHookSecret }

/** A call with the headers it set, which a recording leaves out. */
export interface Heard extends Exchange {
  readonly headers: Readonly<Record<string, string>>
}

/** Has a connector do everything it can against its played service, as each of its people; answers every call it made. */
export async function exercise(listed: Listed, sandbox: Sandbox, settings: Settings): Promise<Heard[]> {
  const place = placeFor(listed, settings)
  const desk = deskFor(place)
  const heard: Heard[] = []
  const oauth = listed.connector.oauth?.(settings as never)
  for (const person of sandbox.people.length > 0 ? sandbox.people : [undefined]) {
    const details = oauth && person ? ((await detailsOf(oauth, place, sandbox, desk, person)).details ?? {}) : {}
    const client = playedClient(place, sandbox, desk, person, details, (exchange, headers) =>
      heard.push({ ...exchange, headers }),
    )
    if (oauth) await oauth.account(client, { ...sandbox.tokenAnswer?.(person as SandboxPerson, desk) }, isFixtureSigned)
    await everything(listed, sandbox, desk, client)
  }
  return heard
}

async function everything(
  { connector }: Listed,
  sandbox: Sandbox,
  desk: SandboxDesk,
  client: Client<never>,
): Promise<void> {
  const links = connector.links as Links<never> | undefined
  for (const { url } of sandbox.links(desk)) {
    const reference = links?.recognise(new URL(url), client)
    if (!reference) continue
    const outcome = await links?.preview(reference, client)
    const offered = outcome && 'card' in outcome ? (outcome.card.actions ?? []) : []
    if (links?.access?.kinds.includes(reference.kind)) {
      await links.access.who(reference, client, ['noor@cobalt.example']).catch(refused)
      await links.access.give?.(reference, client, ['noor@cobalt.example']).catch(refused)
    }
    for (const action of (connector.actions ?? []) as readonly Action<never>[])
      if (action.on !== 'card' || offered.includes(action.id))
        await act(action, client, { url, text: 'A post', author: 'Noor Haddad', reference }).catch(refused)
    await heed(connector.events as Events<never> | undefined, client, reference).catch(refused)
  }
  await pick(connector.picker as Picker<never> | undefined, client)
}

async function act(
  action: Action<never>,
  client: Client<never>,
  subject: Parameters<Action<never>['form']>[2],
): Promise<void> {
  let values: FormValues = {}
  for (let turn = 0; turn < 4; turn++) values = { ...filled(await action.form(client, values, subject)), ...values }
  await action.run(client, values, subject, 'exercise-key')
}

const filled = (fields: readonly FormField[]): FormValues =>
  Object.fromEntries(
    fields.map(({ name, kind, value, options }) => [
      name,
      value ??
        options?.[0]?.value ??
        (kind === 'switch'
          ? false
          : kind === 'number'
            ? 1
            : kind === 'date'
              ? '2026-11-24'
              : kind === 'many'
                ? []
                : 'Words'),
    ]),
  )

async function heed(
  events: Events<never> | undefined,
  client: Client<never>,
  reference: Parameters<NonNullable<Events<never>['itemOf']>>[0],
): Promise<void> {
  if (!events) return
  const item = events.itemOf ? await events.itemOf(reference, client) : 'thing'
  const may = item !== undefined && events.followed?.includes(reference.kind)
  const told = may ? await events.follow?.(client, { item, reference }, at) : []
  for (const subscription of [...((await events.subscribe?.(client, at)) ?? []), ...(told ?? [])]) {
    await events.renew?.(client, subscription, at)
    await events.unsubscribe?.(client, subscription)
  }
  let cursor = await events.catchUp?.start(client)
  const followed = item === undefined ? [] : [item]
  for (let turn = 0; turn < 2 && cursor !== undefined; turn++)
    cursor = (await events.catchUp?.next(client, cursor, followed))?.cursor
}

async function pick(picker: Picker<never> | undefined, client: Client<never>): Promise<void> {
  for (const view of picker?.views ?? []) {
    const page = await picker?.list(client, { view, ...(view === 'search' && { text: 'plan' }) })
    const folder = page?.items.find(item => item.kind === 'folder')
    const inside = folder && (await picker?.list(client, { view: 'browse', folder: folder.id }))
    const thing = [...(page?.items ?? []), ...(inside?.items ?? [])].find(item => item.kind !== 'folder')
    if (thing) await picker?.oneLink?.now(client, thing.id).catch(refused)
    for (const sharing of thing ? (picker?.sharing.length ? picker.sharing : [undefined]) : [])
      await picker?.attach(client, thing?.id ?? '', sharing).catch(refused)
  }
}

/** A service that says no in words has understood the question. */
function refused(error: unknown): void {
  if (!(error instanceof ServiceRefused)) throw error
}
