import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { readCatalog } from '../../connectors/catalog.ts'
import { useApp } from '../harness/app.ts'
import { until, useDatabase } from '../harness/database.ts'
import { useBrowser } from '../harness/use-browser.ts'
import { arrive, complaints, enter, isAccessible, type Language, sayIn } from './walk.ts'

const browser = useBrowser()

const word = 'zircon-falcon-88'
const connectorWords = (await readCatalog()).get('jira')?.words ?? { en: {}, fr: {} }

/** What these people read; their own language is a setting of theirs, so each journey has its own administrator. */
const journeys = [
  { language: 'en', admin: 'Ana Ferreira', member: 'Noor Haddad' },
  { language: 'fr', admin: 'Théo Marchand', member: 'Lucie Bernard' },
] as const satisfies { language: Language; admin: string; member: string }[]

describe.each(journeys)('the main job, in $language', ({ language, admin, member }) => {
  const database = useDatabase()
  const app = useApp(database)
  const say = sayIn(language)
  const link = () => `${app.sandbox.origin}/jira/site/browse/OPS-1`
  let page: Page
  let writer: Page
  let found: string[]
  beforeAll(async () => {
    app.sandbox.service('jira').secretWord = word
    page = (await browser.visitor({ language })).page
    found = complaints(page)
  })

  test('A: an administrator reads what it may do, chooses two groups, fails once at the service, and enables it', async () => {
    await enter(page, app.origin, admin)
    await page.getByRole('link', { name: say('shell.admin') }).click()
    await isAccessible(page, 'directory')
    await page.getByRole('link', { name: 'Jira' }).click()
    await page.getByRole('link', { name: say('integrations.add') }).click()
    await page.getByRole('heading', { name: say('integrations.consent.can') }).waitFor()
    for (const group of ['Operations', 'Workshop']) {
      await page.getByRole('combobox', { name: say('integrations.where.groups') }).fill(group)
      await page.getByRole('option', { name: group }).click()
    }
    await page.keyboard.press('Escape')
    await page.getByLabel(say('integrations.client_id')).fill('a-client')
    await page.getByLabel(say('integrations.client_secret')).fill('a-secret')
    await page
      .getByText(say('integrations.to_host', { host: new URL(app.sandbox.origin).host }))
      .first()
      .waitFor()
    await isAccessible(page, 'consent')
    await page.getByRole('button', { name: say('integrations.consent.enable', { count: 2 }) }).click()
    await page.getByRole('button', { name: 'Deny' }).click()
    await page.getByText(say('integrations.problem.declined', { name: 'Jira' })).waitFor()
    expect(await page.getByText('access_denied').count()).toBe(0)
    await page.getByRole('link', { name: say('integrations.arrived.again') }).click()
    expect(await page.getByLabel(say('integrations.client_id')).inputValue()).toBe('a-client')
    await page.getByText(say('integrations.client_secret.kept')).waitFor()
    await page.getByRole('button', { name: say('integrations.consent.enable', { count: 2 }) }).click()
    await page.getByRole('button', { name: 'Sign in as Bruno Keller' }).click()
    await page
      .getByText(say('integrations.status.enabled_for', { count: 2 }))
      .first()
      .waitFor()
    await isAccessible(page, 'integration')
  })

  test('B: a member pastes a link; each viewer sees the card that viewer may see', async () => {
    writer = (await browser.visitor({ language })).page
    await arrive(writer, app.origin, member)
    await writer.getByRole('link', { name: 'Operations' }).click()
    await writer.getByRole('heading', { name: 'Operations' }).waitFor()
    await writer
      .getByRole('region', { name: say('feed.compose') })
      .getByRole('textbox')
      .fill(`OPS: ${link()}`)
    await writer.getByRole('button', { name: say('feed.compose.send'), exact: true }).click()
    await writer
      .getByText(say('previews.account_needed', { source: 'Jira' }))
      .first()
      .waitFor()
    await isAccessible(writer, 'group')
    expect(await writer.content()).not.toContain(word)

    const bruno = (await browser.visitor()).page
    await arrive(bruno, app.origin, 'Bruno Keller')
    await bruno.getByRole('button', { name: sayIn('en')('linking.connect_to', { service: 'Jira' }) }).click()
    await bruno.getByRole('button', { name: 'Sign in as Bruno Keller' }).click()
    await bruno.getByText(word).first().waitFor()
    await isAccessible(bruno, 'home with a card')
    await bruno.context().close()
  })

  test('where there is no card for them, the member has something to do', async () => {
    await writer.route('**/api/previews/**', route => route.fulfill({ status: 503, body: '{}' }))
    await writer.reload()
    const again = writer.getByRole('button', { name: say('shell.try_again') })
    await again.waitFor()
    await writer.unroute('**/api/previews/**')
    await again.click()
    await writer.getByRole('button', { name: say('linking.connect_to', { service: 'Jira' }) }).click()
    await writer.getByRole('button', { name: 'Sign in as Zoé Lambert' }).click()
    await writer.getByText(say('previews.not_yours.as', { source: 'Jira', account: 'Zoé Lambert' })).waitFor()
    const elsewhere = writer.getByRole('link', { name: say('previews.open_in', { source: 'Jira' }) })
    expect(await elsewhere.getAttribute('href')).toBe(link())
    await isAccessible(writer, 'group with what is not theirs')
    expect(await writer.content()).not.toContain(word)
    await writer.getByRole('button', { name: say('linking.connect_another') }).click()
    await writer.getByRole('button', { name: 'Sign in as Bruno Keller' }).click()
    await writer.getByText(word).first().waitFor()
  })

  test('C: events of the service appear as notices, without a reload, to each as far as they may read', async () => {
    await page.getByRole('link', { name: 'Operations' }).click()
    const tabs = page.getByRole('navigation', { name: say('groups.tabs', { name: 'Operations' }) })
    await tabs.getByRole('link', { name: say('groups.tab.integrations') }).click()
    await page.getByRole('button', { name: say('integrations.route.make') }).click()
    await page.getByRole('radio', { name: say('integrations.audience.checked') }).check()
    await isAccessible(page, 'route dialog')
    await page.getByRole('button', { name: say('session.save') }).click()
    await page.getByText(say('integrations.route.saved', { name: 'Jira' })).waitFor()
    await tabs.getByRole('link', { name: say('groups.tab.posts') }).click()
    await until(() => app.sandbox.service('jira').desk.hooks.size > 0)
    expect(await app.sandbox.service('jira').fire('OPS-1 gets a comment')).toEqual([200])
    const neutral =
      language === 'en' ? 'Somebody commented on an issue in Jira' : 'Quelqu’un a commenté un ticket dans Jira'
    await page.getByText(neutral).waitFor()
    expect(await page.content()).not.toContain(word)
  })

  test('another address is a question first; then everybody signs in anew', async () => {
    const settings = `${app.origin}/admin/integrations/jira?tab=settings`
    await page.goto(settings)
    const words = connectorWords[language]
    await page.getByLabel(words['settings.deployment.label'] ?? '').selectOption('data_center')
    await page.getByLabel(words['settings.siteUrl.label'] ?? '').fill(`${app.sandbox.origin}/jira/site`)
    const save = page.getByRole('button', { name: say('session.save') })
    const dialog = page.getByRole('dialog', { name: say('integrations.elsewhere.title', { name: 'Jira' }) })
    await save.click()
    await dialog.getByText(say('integrations.elsewhere.body', { name: 'Jira', linked: 2 })).waitFor()
    await isAccessible(page, 'question of another address')
    await dialog.getByRole('button', { name: say('integrations.cancel') }).click()
    await dialog.waitFor({ state: 'detached' })
    expect(app.sandbox.service('jira').desk.hooks.size).toBe(1)
    await save.click()
    await dialog.getByRole('button', { name: say('integrations.elsewhere'), exact: true }).click()
    await page.getByRole('button', { name: 'Sign in as Bruno Keller' }).click()
    await page
      .getByText(say('integrations.status.enabled_for', { count: 2 }))
      .first()
      .waitFor()
    await writer.reload()
    await writer
      .getByText(say('previews.account_needed', { source: 'Jira' }))
      .first()
      .waitFor()
    expect(await writer.content()).not.toContain(word)
  })

  test('off: it is switched off from its page, everything stops, and it says so', async () => {
    await page.goto(`${app.origin}/admin/integrations/jira`)
    await page.getByRole('button', { name: say('integrations.disable') }).click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: say('integrations.disable') })
      .click()
    await page.getByText(say('integrations.status.disabled')).first().waitFor()
    await until(() => app.sandbox.service('jira').desk.hooks.size === 0)
    await page.goto(app.origin)
    await page
      .getByText(say('previews.off', { source: 'Jira' }))
      .first()
      .waitFor()
    await page
      .getByRole('link', { name: say('previews.off.change') })
      .first()
      .waitFor()
    // Who cannot change it may ask for it.
    await writer.reload()
    await writer
      .getByRole('button', { name: say('requests.ask.here', { name: 'Jira' }) })
      .first()
      .waitFor()
    expect(await writer.getByRole('link', { name: say('previews.off.change') }).count()).toBe(0)
  })

  test('the browser had nothing to complain about', () => {
    expect(found).toEqual([])
  })
})
