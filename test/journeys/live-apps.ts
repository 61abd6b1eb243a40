/**
 * Every app in the browser, as people live it: enabled, connected, a link pasted that two viewers see differently, an event told, something done from the
 * card, and all of it switched off; by people who read this language. A file for each language, so that they are lived side by side.
 */
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Listed, readCatalog } from '../../connectors/catalog.ts'
import type { Sandbox, SandboxPerson } from '../../connectors/sandbox.ts'
import { catchUpWhereDue } from '../../server/domain/inbound/catch-up.ts'
import { rows, run, sql } from '../../server/platform/db.ts'
import { sandboxOf } from '../connectors/fixtures.ts'
import { useApp } from '../harness/app.ts'
import { until, useDatabase } from '../harness/database.ts'
import { useBrowser } from '../harness/use-browser.ts'
import { linkOffering, linkToldApart } from './app-links.ts'
import { complaints, enter, type Language, sayIn } from './walk.ts'

const word = 'zircon-falcon-99'
const group = 'Operations'

/** Who enables it, who has an account there that sees everything, and who first has none and then one that sees less; each reads in this language. */
const casts = [
  { language: 'en', admin: 'Ana Ferreira', viewer: 'Noor Haddad', writer: 'Bruno Keller' },
  { language: 'fr', admin: 'Théo Marchand', viewer: 'Théo Marchand', writer: 'Lucie Bernard' },
] as const satisfies { language: Language; admin: string; viewer: string; writer: string }[]

const catalog = [...(await readCatalog()).values()].filter(({ connector }) => !connector.listing.example)

export const liveApps = (spoken: Language): void =>
  describe.each(casts.filter(cast => cast.language === spoken))(
    'in $language',
    ({ language, admin, viewer, writer }) => {
      const browser = useBrowser()
      const database = useDatabase()
      const app = useApp(database)
      const say = sayIn(language)
      const pages: Record<string, Page> = {}
      const found: string[] = []
      const pageOf = (who: string): Page => pages[who] as Page

      beforeAll(async () => {
        for (const who of new Set([admin, viewer, writer])) {
          const { page } = await browser.visitor({ language })
          found.push(...complaints(page))
          await enter(page, app.origin, who)
          pages[who] = page
        }
      }, 60_000)

      test.each(catalog.map(listed => [listed.connector.id, listed] as const))(
        '%s',
        async (id, listed) => {
          const sandbox = await sandboxOf(id)
          if (!sandbox) throw new Error(`${id} has no sandbox`)
          const name = listed.words[language].name ?? id
          const played = app.sandbox.service(id)
          played.secretWord = word
          const [first, second] = sandbox.people
          const link = await linkToldApart(listed, played, word)
          await enable(listed, sandbox, name)
          if (sandbox.handMade) await hookByHand(id)
          await paste(pageOf(writer), link)
          if (first && second) await seeApart(first, second, name)
          if (listed.connector.events) await hear(listed, name)
          // What is shared with a group may name the thing to it: nobody looks for the word after this.
          if (listed.connector.picker) await pick(listed.connector.picker, name)
          if (listed.connector.actions?.some(action => action.on === 'card')) await act(listed, link)
          await disable(name)
        },
        60_000,
      )

      test('the browser had nothing to complain about', () => {
        expect(found).toEqual([])
      })

      /** As people go: by links, so that a page which stays open is shown what changed since. */
      const inFrame = (page: Page, name: string) =>
        page.getByRole('navigation', { name: say('shell.nav') }).getByRole('link', { name, exact: true })

      async function goToIntegration(page: Page, name: string): Promise<void> {
        await inFrame(page, say('shell.admin')).click()
        await page.getByRole('main').getByRole('link', { name, exact: true }).click()
      }

      async function goToGroup(page: Page): Promise<void> {
        await inFrame(page, group).click()
        await page.getByRole('heading', { name: group, level: 1 }).waitFor()
        await page.getByRole('region', { name: say('feed.compose') }).waitFor()
      }

      async function enable({ connector, words }: Listed, { people, handMade }: Sandbox, name: string): Promise<void> {
        const page = pageOf(admin)
        await goToIntegration(page, name)
        await page.getByRole('link', { name: say('integrations.add') }).click()
        await page.getByRole('heading', { name: say('integrations.consent.can') }).waitFor()
        await page.getByRole('combobox', { name: say('integrations.where.groups') }).fill(group)
        await page.getByRole('option', { name: group }).click()
        await page.keyboard.press('Escape')
        const properties = Object.entries(connector.settings.properties as Record<string, { secret?: boolean }>)
        for (const [setting] of properties.filter(([, property]) => property.secret))
          await page
            .getByLabel(words[language][`settings.${setting}.label`] ?? setting)
            .fill(handMade?.secret ?? 'a-secret')
        if (connector.oauth) {
          await page.getByLabel(say('integrations.client_id')).fill('a-client')
          await page.getByLabel(new RegExp(`^${say('integrations.client_secret')}`)).fill('a-secret')
        }
        await page.getByRole('button', { name: say('integrations.consent.enable', { count: 1 }) }).click()
        if (connector.oauth) await page.getByRole('button', { name: `Sign in as ${people[0]?.name}` }).click()
        await page
          .getByText(say('integrations.status.enabled_for', { count: 1 }))
          .first()
          .waitFor()
      }

      /** As whoever sets it up at the service does, with the address that the page shows. */
      async function hookByHand(id: string): Promise<void> {
        const answer = await pageOf(admin).request.get(`${app.origin}/api/integrations/${id}`)
        const { admin: shown } = (await answer.json()) as { admin: { webhookUrl: string } }
        const form = new URLSearchParams({ hook: shown.webhookUrl })
        await fetch(`${app.sandbox.origin}/${id}/`, { method: 'POST', body: form })
        expect(app.sandbox.service(id).desk.hooks.size).toBe(1)
      }

      async function paste(page: Page, url: string): Promise<void> {
        await goToGroup(page)
        await page
          .getByRole('region', { name: say('feed.compose') })
          .getByRole('textbox')
          .fill(`look: ${url}`)
        await page.getByRole('button', { name: say('feed.compose.send'), exact: true }).click()
        await page.getByRole('article').filter({ hasText: 'look:' }).first().waitFor()
      }

      /** Who has an account that may see it sees it; who has none is told how to, and with an account of other rights sees not a word of it either. */
      async function seeApart(first: SandboxPerson, second: SandboxPerson, name: string): Promise<void> {
        const newest = (page: Page) => page.getByRole('article').filter({ hasText: 'look:' }).first()
        const connect = (page: Page) =>
          newest(page).getByRole('button', { name: say('linking.connect_to', { service: name }) })
        for (const [who, person] of [
          [viewer, first],
          [writer, second],
        ] as const) {
          const page = pageOf(who)
          await goToGroup(page)
          // Cards are made when they come into view, and the page may stand where it was left.
          await newest(page).scrollIntoViewIfNeeded()
          await connect(page).click()
          await page.getByRole('button', { name: `Sign in as ${person.name}` }).click()
          await newest(page).getByRole('link').last().waitFor()
          if (who === viewer) await newest(page).getByText(word).first().waitFor()
        }
        const page = pageOf(writer)
        await until(async () => (await connect(page).count()) === 0)
        await newest(page).getByRole('status').waitFor({ state: 'detached' })
        expect(await page.content()).not.toContain(word)
      }

      /** Chosen in the composer without a mouse: folders open, the first thing is taken, and its address stands in the post. */
      async function pick({ sharing }: { readonly sharing: readonly string[] }, name: string): Promise<void> {
        const page = pageOf(viewer)
        await goToGroup(page)
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
        await until(async () => (await written()).includes(app.sandbox.origin))
        await composer.getByRole('textbox').fill('')
      }

      async function hear(listed: Listed, name: string): Promise<void> {
        const { connector, words } = listed
        if (connector.events?.followed) await follow()
        else await makeRoute(name)
        await until(async () => (await rows(sql`select from jobs where ended_as is null`)).length === 0)
        const told = Object.entries(words[language]).filter(([key]) => key.startsWith('notice.neutral.'))
        const before = await pageOf(writer).getByRole('article').count()
        const played = app.sandbox.service(connector.id)
        for (const status of await played.fire(played.sandbox.events[0] ?? '')) expect(status).toBeLessThan(300)
        await run(sql`update catch_ups set next_at = now()`)
        await catchUpWhereDue()
        await until(async () => (await pageOf(writer).getByRole('article').count()) > before, 15)
        const newest = await pageOf(writer).getByRole('article').first().innerText()
        expect(
          told.some(([, sentence]) => newest.includes(sentence)),
          newest,
        ).toBe(true)
        expect(await pageOf(writer).content()).not.toContain(word)
      }

      /** What is followed is chosen on its card. */
      async function follow(): Promise<void> {
        const page = pageOf(viewer)
        await goToGroup(page)
        const newest = page.getByRole('article').filter({ hasText: 'look:' }).first()
        await newest
          .getByRole('button', { name: say('attach.card_menu', { title: '#' }).split('#')[0] ?? '' })
          .first()
          .click()
        await page.getByRole('menuitem', { name: say('attach.follow') }).click()
        await page
          .getByText(say('attach.followed', { name: '' }).slice(0, 20))
          .first()
          .waitFor()
      }

      async function makeRoute(name: string): Promise<void> {
        const page = pageOf(admin)
        await goToGroup(page)
        const tabs = page.getByRole('navigation', { name: say('groups.tabs', { name: group }) })
        await tabs.getByRole('link', { name: say('groups.tab.integrations') }).click()
        await page.getByRole('button', { name: say('integrations.route.make') }).click()
        await page.getByRole('radio', { name: say('integrations.audience.checked') }).check()
        await page.getByRole('button', { name: say('session.save') }).click()
        await page.getByText(say('integrations.route.saved', { name })).waitFor()
      }

      /** The first thing that a card of this app offers to do is done: on the card that is there, or where another offers it, on that. */
      async function act(listed: Listed, before: string): Promise<void> {
        const { connector, words } = listed
        const labels = (connector.actions ?? []).filter(action => action.on === 'card').map(action => action.id)
        const page = pageOf(viewer)
        const link = await linkOffering(listed, app.sandbox.service(connector.id), before)
        if (link !== before) await paste(page, link)
        await goToGroup(page)
        const newest = page.getByRole('article').filter({ hasText: 'look:' }).first()
        const offers = labels.map(id =>
          newest.getByRole('button', { name: words[language][`action.${id}.label`] ?? '', exact: true }),
        )
        // The card that was kept may be older than what happened since: looked at anew, it offers what can be done now.
        await newest
          .getByRole('button', { name: say('previews.refresh') })
          .first()
          .click()
        await offers
          .reduce((one, other) => one.or(other))
          .first()
          .waitFor()
        for (const id of labels) {
          const button = newest.getByRole('button', { name: words[language][`action.${id}.label`] ?? '', exact: true })
          if ((await button.count()) === 0) continue
          await button.click()
          const dialog = page.getByRole('dialog')
          const submit = dialog.getByRole('button', { name: words[language][`action.${id}.submit`] ?? '', exact: true })
          await submit.waitFor()
          for (const field of await dialog.getByRole('combobox').all()) {
            await field.focus()
            await page.keyboard.press('ArrowDown')
            await page.keyboard.press('ArrowDown')
            await page.keyboard.press('Enter')
          }
          for (const field of await dialog.getByRole('textbox').all())
            if ((await field.inputValue()) === '' && (await field.isEditable())) await field.fill('Words')
          await submit.click()
          await dialog.getByRole('status').or(dialog.getByRole('alert')).first().waitFor()
          expect(await dialog.getByRole('alert').allInnerTexts()).toEqual([])
          await dialog
            .getByRole('button', { name: say('shell.close') })
            .last()
            .click()
          return
        }
        throw new Error(`${connector.id} offers none of ${labels.join(', ')} on ${link}: ${await newest.innerText()}`)
      }

      async function disable(name: string): Promise<void> {
        const page = pageOf(admin)
        await goToIntegration(page, name)
        await page.getByRole('button', { name: say('integrations.disable') }).click()
        await page
          .getByRole('dialog')
          .getByRole('button', { name: say('integrations.disable') })
          .click()
        await page.getByText(say('integrations.status.disabled')).first().waitFor()
        await goToGroup(page)
        await page
          .getByText(say('previews.off', { source: name }))
          .first()
          .waitFor()
      }
    },
  )
