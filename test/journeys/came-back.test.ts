import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { useApp } from '../harness/app.ts'
import { useDatabase } from '../harness/database.ts'
import { useBrowser } from '../harness/use-browser.ts'
import { arrive, complaints, isAccessible, sayIn } from './walk.ts'

const browser = useBrowser()
const database = useDatabase()
const app = useApp(database)

describe.each([
  { language: 'en', name: 'Noor Haddad', administrator: 'Ana Ferreira' },
  { language: 'fr', name: 'Lucie Bernard', administrator: 'Théo Marchand' },
] as const)('back from a service in vain, in $language', ({ language, name, administrator }) => {
  const say = sayIn(language)
  let page: Page
  let found: string[]
  beforeAll(async () => {
    page = (await browser.visitor({ language })).page
    found = complaints(page)
  })
  const told = (key: string) => page.getByRole('alert').getByText(say(key)).waitFor()

  test('nobody is signed in: the sign-in says why it begins anew', async () => {
    await page.goto(`${app.origin}/connect/jira/callback?state=invented&code=x`)
    await told('session.problem.sign_in_state')
    expect(page.url()).not.toContain('code=')
    await isAccessible(page, 'sign-in')
  })

  test('a state that is not theirs: home says what to do, and lets it be put away', async () => {
    await arrive(page, app.origin, name, '/connect/jira/callback?state=invented&code=x')
    await told('session.problem.sign_in_state')
    await isAccessible(page, 'home')
    await page
      .getByRole('alert')
      .getByRole('button', { name: say('shell.close') })
      .click()
    await page.getByRole('alert').waitFor({ state: 'detached' })
    expect(new URL(page.url()).search).toBe('')
  })

  test('declined there, or a service that failed: what was written into the address is not repeated', async () => {
    await page.goto(`${app.origin}/account?problem=access_denied`)
    await told('linking.problem.declined')
    await page.goto(`${app.origin}/account?problem=Call+555-0100`)
    await told('linking.problem.other')
    expect(await page.getByText('555-0100').count()).toBe(0)
    // Where an administrator sets one up it is the same.
    const setUp = (await browser.visitor({ language })).page
    await arrive(setUp, app.origin, administrator, '/admin/integrations/jira/add?problem=Call+555-0100')
    await setUp
      .getByRole('alert')
      .getByText(say('integrations.problem.other', { name: 'Jira' }))
      .waitFor()
    expect(await setUp.getByText('555-0100').count()).toBe(0)
    await setUp.context().close()
    expect(found).toEqual([])
  })
})
