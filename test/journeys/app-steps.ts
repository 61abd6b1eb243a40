/** What people do with an app, step by step, each in the language they read. */
import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Listed } from '../../connectors/catalog.ts'
import type { Sandbox } from '../../connectors/sandbox.ts'
import { linkAccount } from '../../contract/api/linking.ts'
import { until } from '../harness/database.ts'
import { type Language, sayIn } from './walk.ts'

/** Somebody at a browser of their own. */
export interface Person {
  readonly page: Page
  readonly language: Language
}

export const nameIn = ({ connector, words }: Listed, { language }: Person): string =>
  words[language].name ?? connector.id

/** The newest of the posts with a link. */
export const pasted = ({ page }: Person): Locator => page.getByRole('article').filter({ hasText: 'look:' }).first()

/** As people go: by links, so that a page which stays open is shown what changed since. */
const inFrame = ({ page, language }: Person, name: string): Locator =>
  page.getByRole('navigation', { name: sayIn(language)('shell.nav') }).getByRole('link', { name, exact: true })

export async function goToIntegration(who: Person, listed: Listed): Promise<void> {
  await inFrame(who, sayIn(who.language)('shell.admin')).click()
  await who.page
    .getByRole('main')
    .getByRole('link', { name: nameIn(listed, who), exact: true })
    .click()
}

export async function goToGroup(who: Person, group: string): Promise<void> {
  await inFrame(who, group).click()
  await who.page.getByRole('heading', { name: group, level: 1 }).waitFor()
  await who.page.getByRole('region', { name: sayIn(who.language)('feed.compose') }).waitFor()
}

/** Reads what it may do and where it could be. */
export async function readConsent(who: Person, listed: Listed): Promise<void> {
  const say = sayIn(who.language)
  const { page } = who
  await goToIntegration(who, listed)
  await page.getByRole('link', { name: say('integrations.add') }).click()
  await page.getByRole('heading', { name: say('integrations.consent.can') }).waitFor()
  for (const { id } of listed.connector.permissions)
    await page
      .getByText(listed.words[who.language][`permission.${id}`] ?? id)
      .first()
      .waitFor()
}

export async function enable(who: Person, listed: Listed, sandbox: Sandbox, group: string): Promise<void> {
  const say = sayIn(who.language)
  const { page } = who
  const { connector, words } = listed
  await readConsent(who, listed)
  await page.getByRole('combobox', { name: say('integrations.where.groups') }).fill(group)
  await page.getByRole('option', { name: group, exact: true }).click()
  await page.keyboard.press('Escape')
  const properties = Object.entries(connector.settings.properties as Record<string, { secret?: boolean }>)
  for (const [setting] of properties.filter(([, property]) => property.secret))
    await page
      .getByLabel(words[who.language][`settings.${setting}.label`] ?? setting)
      .fill(sandbox.handMade?.secret ?? 'a-secret')
  if (connector.oauth) {
    await page.getByLabel(say('integrations.client_id')).fill('a-client')
    await page.getByLabel(new RegExp(`^${say('integrations.client_secret')}`)).fill('a-secret')
  }
  await page.getByRole('button', { name: say('integrations.consent.enable', { count: 1 }) }).click()
  await signedIn(who, listed, sandbox)
}

/** From where it was switched off: all is kept but its own sign-in. */
export async function enableAgain(who: Person, listed: Listed, sandbox: Sandbox): Promise<void> {
  await who.page.getByRole('button', { name: sayIn(who.language)('integrations.enable_again') }).click()
  await signedIn(who, listed, sandbox)
}

async function signedIn({ page, language }: Person, { connector }: Listed, { people }: Sandbox): Promise<void> {
  if (connector.oauth) await page.getByRole('button', { name: `Sign in as ${people[0]?.name}` }).click()
  await page
    .getByText(sayIn(language)('integrations.status.enabled_for', { count: 1 }))
    .first()
    .waitFor()
}

export async function paste({ page, language }: Person, url: string): Promise<void> {
  const composer = page.getByRole('region', { name: sayIn(language)('feed.compose') })
  await composer.getByRole('textbox').fill(`look: ${url}`)
  await composer.getByRole('button', { name: sayIn(language)('feed.compose.send'), exact: true }).click()
  await page.getByRole('article').filter({ hasText: url }).first().waitFor()
}

export const connectButton = (who: Person, listed: Listed): Locator =>
  pasted(who).getByRole('button', { name: sayIn(who.language)('linking.connect_to', { service: nameIn(listed, who) }) })

/** The newest card where it is switched off in this group; and where it says anything else. */
export const offCard = (who: Person, listed: Listed): Locator =>
  cards(who)
    .filter({ hasText: off(who, listed) })
    .first()
export const onCard = (who: Person, listed: Listed): Locator =>
  cards(who)
    .filter({ hasNotText: off(who, listed) })
    .first()
const cards = (who: Person): Locator => pasted(who).getByRole('article')
const off = (who: Person, listed: Listed): string =>
  sayIn(who.language)('previews.off', { source: nameIn(listed, who) })

/** From the card, and back to it. */
export async function connect(who: Person, listed: Listed, account: string): Promise<void> {
  // Cards are made when they come into view, and the page may stand where it was left.
  await pasted(who).scrollIntoViewIfNeeded()
  await connectButton(who, listed).click()
  await who.page.getByRole('button', { name: `Sign in as ${account}` }).click()
  await pasted(who).getByRole('link').last().waitFor()
}

/** In another window, so to speak: the page that stays open is told of it. */
export async function connectAside(who: Person, listed: Listed, origin: string, account: string): Promise<void> {
  const { request } = who.page
  const url = `${origin}/api${linkAccount.path.replace(':integrationKey', listed.connector.id)}`
  const begun = await request.fetch(url, {
    method: linkAccount.method,
    data: { returnTo: '/account' },
    headers: { origin },
  })
  expect(begun.status()).toBe(200)
  const { signInUrl } = (await begun.json()) as { signInUrl: string }
  const form = Object.fromEntries(new URL(signInUrl).searchParams)
  const back = await request.post(signInUrl, {
    form: { ...form, person: account },
    headers: { accept: 'text/html' },
  })
  expect(back.url()).toContain(`connected=${listed.connector.id}`)
}

/** Chosen in the composer without a mouse: folders open, the first thing is taken, and its address stands in the post. */
export async function pick(who: Person, listed: Listed, origin: string): Promise<void> {
  const say = sayIn(who.language)
  const { page } = who
  const name = nameIn(listed, who)
  const { sharing = [] } = listed.connector.picker ?? {}
  const composer = page.getByRole('region', { name: say('feed.compose') })
  await composer.getByRole('textbox').focus()
  await composer.getByRole('button', { name: say('attach.open') }).press('Enter')
  await page.getByRole('menuitem', { name: say('attach.from', { name }) }).press('Enter')
  const items = page.getByRole('dialog').getByRole('list', { name, exact: true })
  const thing = items.locator('button[aria-pressed]').first()
  const shown = () => items.innerText().catch(() => '')
  for (let depth = 0; depth < 4; depth++) {
    const row = items.getByRole('button').first()
    await row.waitFor()
    if ((await thing.count()) > 0) break
    const before = await shown()
    await row.press('Enter')
    await until(async () => ![before, ''].includes(await shown()))
  }
  await thing.press('Enter')
  const ways = page.getByRole('radiogroup', { name: say('attach.sharing', { name: '#' }).split('#')[0] ?? '' })
  // How a thing's one link stands is asked of the service first: one that opens for all already leaves nothing to choose, and says so.
  const stays = page.getByRole('dialog').getByRole('status')
  if (sharing.length > 1) await ways.or(stays).first().waitFor()
  if (await ways.isVisible()) expect(await ways.getByRole('radio').count()).toBe(sharing.length)
  else if (sharing.length > 1)
    expect(await stays.innerText()).toContain(say('attach.there', { name: '#', now: '#' }).slice(-30))
  await page.getByRole('button', { name: say('attach.take'), exact: true }).press('Enter')
  const without = page.getByRole('button', { name: say('attach.without') })
  const written = () => composer.getByRole('textbox').inputValue()
  await until(async () => /https?:/.test(await written()) || (await without.isVisible()), 10)
  if (await without.isVisible()) await without.press('Enter')
  await until(async () => (await written()).includes(origin))
  await composer.getByRole('textbox').fill('')
}

/** What is followed is chosen on its card. */
export async function follow(who: Person): Promise<void> {
  const say = sayIn(who.language)
  await pasted(who)
    .getByRole('button', { name: say('attach.card_menu', { title: '#' }).split('#')[0] ?? '' })
    .first()
    .click()
  await who.page.getByRole('menuitem', { name: say('attach.follow') }).click()
  await who.page
    .getByText(say('attach.followed', { name: '' }).slice(0, 20))
    .first()
    .waitFor()
}

/** In the group where they are. */
export async function makeRoute(who: Person, listed: Listed, group: string): Promise<void> {
  const say = sayIn(who.language)
  const { page } = who
  const tabs = page.getByRole('navigation', { name: say('groups.tabs', { name: group }) })
  await tabs.getByRole('link', { name: say('groups.tab.integrations') }).click()
  await page.getByRole('button', { name: say('integrations.route.make') }).click()
  await page.getByRole('radio', { name: say('integrations.audience.checked') }).check()
  await page.getByRole('button', { name: say('session.save') }).click()
  await page.getByText(say('integrations.route.saved', { name: nameIn(listed, who) })).waitFor()
}

/** The first thing that the newest card offers to do is done. */
export async function act(who: Person, { connector, words }: Listed): Promise<void> {
  const say = sayIn(who.language)
  const labels = (connector.actions ?? []).filter(action => action.on === 'card').map(action => action.id)
  const offer = (id: string) =>
    pasted(who).getByRole('button', { name: words[who.language][`action.${id}.label`] ?? '', exact: true })
  // The card that was kept may be older than what happened since: looked at anew, it offers what can be done now.
  await pasted(who)
    .getByRole('button', { name: say('previews.refresh') })
    .first()
    .click()
  await labels
    .map(offer)
    .reduce((one, other) => one.or(other))
    .first()
    .waitFor()
  for (const id of labels) {
    if ((await offer(id).count()) === 0) continue
    await offer(id).click()
    await sendForm(who, words[who.language][`action.${id}.submit`] ?? '', 'Words')
    return
  }
  throw new Error(`${connector.id} offers none of ${labels.join(', ')}: ${await pasted(who).innerText()}`)
}

/** What can be begun from the composer is begun, and stands in the group with a card. */
export async function begin(who: Person, { connector, words }: Listed, called: string): Promise<void> {
  const say = sayIn(who.language)
  const { page } = who
  const { id } = connector.actions?.find(action => action.on === 'group') ?? { id: '' }
  const composer = page.getByRole('region', { name: say('feed.compose') })
  await composer.getByRole('textbox').focus()
  await composer.getByRole('button', { name: say('attach.open') }).click()
  await page.getByRole('menuitem', { name: words[who.language][`action.${id}.label`] ?? '' }).click()
  await sendForm(who, words[who.language][`action.${id}.submit`] ?? '', called)
}

/** Whatever a form asks for is chosen or written, and what came of it is read. */
async function sendForm({ page, language }: Person, label: string, written: string): Promise<void> {
  const dialog = page.getByRole('dialog')
  const submit = dialog.getByRole('button', { name: label, exact: true })
  await submit.waitFor()
  for (const field of await dialog.getByRole('combobox').all()) {
    await field.focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
  }
  for (const field of await dialog.getByRole('textbox').all())
    if ((await field.inputValue()) === '' && (await field.isEditable())) await field.fill(written)
  await submit.click()
  await dialog.getByRole('status').or(dialog.getByRole('alert')).first().waitFor()
  expect(await dialog.getByRole('alert').allInnerTexts()).toEqual([])
  await dialog
    .getByRole('button', { name: sayIn(language)('shell.close') })
    .last()
    .click()
}

/** On its page, where they may be already. */
export async function disable(who: Person, listed: Listed): Promise<void> {
  const say = sayIn(who.language)
  const { pathname } = new URL(who.page.url())
  if (pathname !== `/admin/integrations/${listed.connector.id}`) await goToIntegration(who, listed)
  await who.page.getByRole('button', { name: say('integrations.disable') }).click()
  await who.page
    .getByRole('dialog')
    .getByRole('button', { name: say('integrations.disable') })
    .click()
  await who.page.getByText(say('integrations.status.disabled')).first().waitFor()
}
