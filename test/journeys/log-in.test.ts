/** Signing in to a program through its dialog with passport-facebook as it comes from npm, connecting a device, and sharing a link: what leads people here from elsewhere. */
import { createServer, type Server } from 'node:http'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { changeGroup } from '../../server/domain/groups/create-group.ts'
import { appById } from '../../server/domain/integrations/apps.ts'
import { passportFacebook, passportTurn } from '../graph/clients.ts'
import { useApp } from '../harness/app.ts'
import { useDatabase } from '../harness/database.ts'
import { freePort } from '../harness/free-port.ts'
import { type Program, usePrograms } from '../harness/program.ts'
import { useServer } from '../harness/server.ts'
import { useBrowser } from '../harness/use-browser.ts'
import { arrive, complaints, isAccessible, sayIn, signIn } from './walk.ts'

const database = useDatabase()
const programs = usePrograms(database, useServer(database))
const app = useApp(database)
const browser = useBrowser()
const port = await freePort()
const home = `http://localhost:${port}`
let program: Program
let site: Server

/** A program's own site: one link that signs people in by passport. */
beforeAll(async () => {
  program = await programs.make([], 'all', 'Canteen')
  const strategy = passportFacebook(app.origin, program, { graph: `${app.origin}/graph`, callbackURL: `${home}/back` })
  site = createServer(async (request, response) => {
    const { searchParams } = new URL(request.url ?? '', home)
    const turn = await passportTurn(strategy, Object.fromEntries(searchParams), { state: 's-1', scope: ['email'] })
    if (turn.leadsTo) return response.writeHead(302, { location: turn.leadsTo }).end()
    const text = turn.found
      ? `Hello ${turn.found.displayName} ${turn.found.emails?.[0]?.value}`
      : `Nobody ${searchParams.get('error')}`
    response.writeHead(200, { 'content-type': 'text/plain' }).end(`${text} ${searchParams.get('state')}`)
  })
  await new Promise<void>(resolve => void site.listen(port, 'localhost', resolve))
})
afterAll(() => {
  site.closeAllConnections()
  site.close()
})

test('an administrator says where it may lead back, and lets devices ask', async () => {
  const say = sayIn('en')
  const { page, context } = await browser.visitor({ width: 390 })
  const found = complaints(page)
  await arrive(page, app.origin, 'Ana Ferreira', `/admin/integrations/${program.appId}?tab=access`)
  const form = page.locator('section', { hasText: say('log_in.settings.addresses') })
  const addresses = form.getByLabel(say('log_in.settings.addresses'))
  await addresses.fill('http://program.example/back')
  await form.getByRole('button', { name: say('session.save') }).click()
  await form.getByRole('alert').getByText('http://program.example/back').waitFor()
  await addresses.fill(`${home}/back`)
  await form.getByLabel(say('log_in.settings.devices')).press('Space')
  await form.getByRole('button', { name: say('session.save') }).click()
  await form.getByLabel(say('log_in.settings.client_token'), { exact: true }).waitFor()
  await isAccessible(page, 'access')
  expect(found.filter(line => !/status of 400/.test(line))).toEqual([])
  await context.close()
})

describe.each([
  { language: 'en', name: 'Noor Haddad', email: 'noor@cobalt.example', dark: false, width: 1280 },
  { language: 'fr', name: 'Lucie Bernard', email: 'lucie@cobalt.example', dark: true, width: 390 },
] as const)('signing in to a program, in $language', ({ language, name, email, dark, width }) => {
  const say = sayIn(language)

  test('passport-facebook signs somebody in through the dialog; a no is a no; the account page ends it', async () => {
    const { page, context } = await browser.visitor({ language, dark, width })
    const found = complaints(page)
    // Nobody is signed in: the dialog waits behind the sign-in.
    await page.goto(home)
    await page.getByRole('button', { name: new RegExp(name) }).click()
    await page.getByRole('heading', { name: say('log_in.title', { program: 'Canteen' }) }).waitFor()
    await page.getByText(say('log_in.gets.email')).waitFor()
    await isAccessible(page, 'dialog')
    await page.getByRole('button', { name: say('log_in.decline') }).click()
    await page.getByText('Nobody access_denied s-1').waitFor()
    await page.goto(home)
    await page.getByRole('button', { name: say('log_in.allow') }).press('Enter')
    await page.getByText(`Hello ${name} ${email} s-1`).waitFor()
    await page.goto(`${app.origin}/account`)
    await page.getByRole('button', { name: say('log_in.remove.of', { program: 'Canteen' }) }).click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: say('log_in.remove') })
      .click()
    await page.getByText(say('log_in.none'), { exact: true }).waitFor()
    await isAccessible(page, 'account')
    // What is not registered is said here.
    await page.goto(
      `${app.origin}/v3.2/dialog/oauth?client_id=${program.appId}&redirect_uri=https://evil.example/&state=x`,
    )
    await page.getByRole('alert').waitFor()
    expect(new URL(page.url()).origin).toBe(app.origin)
    expect(found.filter(line => !/status of 4\d\d/.test(line))).toEqual([])
    await context.close()
  })
})

test('a device is connected by the code it shows', async () => {
  const [say, name] = [sayIn('fr'), 'Lucie Bernard']
  const { page, context } = await browser.visitor({ language: 'fr', dark: true, width: 390 })
  const found = complaints(page)
  const token = `access_token=${program.appId}|${(await appById(program.appId))?.client_token}`
  const ask = async (what: string) => {
    const answer = await fetch(`${app.origin}/graph/device/${what}&${token}`, { method: 'POST' })
    return (await answer.json()) as Record<string, string>
  }
  const shown = await ask('login?')
  const shownAt = new URL(String(shown.verification_uri))
  expect(shownAt.origin).toBe(app.origin)
  await arrive(page, app.origin, name, shownAt.pathname + shownAt.search)
  await page.getByLabel(say('log_in.device.code')).fill('BBBBBBBB')
  await page.keyboard.press('Enter')
  await page.getByRole('alert').waitFor()
  await page.getByLabel(say('log_in.device.code')).fill(String(shown.user_code).toLowerCase())
  await page.keyboard.press('Enter')
  await page.getByText(say('log_in.device')).waitFor()
  await isAccessible(page, 'device')
  await page.getByRole('button', { name: say('log_in.allow') }).click()
  await page.getByRole('heading', { name: say('log_in.device.done') }).waitFor()
  expect((await ask(`login_status?code=${shown.code}`)).access_token).toEqual(expect.any(String))
  expect(found.filter(line => !/status of 4\d\d/.test(line))).toEqual([])
  await context.close()
})

test('a link is shared: posted at once, the way back shown and not taken; or kept until somebody who keeps order approves it', async () => {
  const say = sayIn('en')
  const group = database.cast.groups.operations
  await changeGroup(database.as('noor'), group, { approvesPosts: true })
  const { page, context } = await browser.visitor()
  const found = complaints(page)
  await arrive(page, app.origin, 'Noor Haddad', '/sharer.php?u=javascript:alert(1)')
  await page.getByText(say('log_in.share.nothing'), { exact: true }).waitFor()
  const share = async (at: Page, link: string, language: 'en' | 'fr') => {
    const there = sayIn(language)
    const back = encodeURIComponent(`${home}/done`)
    await at.goto(`${app.origin}/sharer.php?u=${encodeURIComponent(link)}&display=page&redirect_uri=${back}`)
    const box = at.getByRole('textbox', { name: there('log_in.share.write') })
    await box.waitFor()
    expect(await box.inputValue()).toContain(link)
    await at.getByLabel(there('feed.compose.group')).selectOption(group)
    await isAccessible(at, 'share')
  }
  await share(page, 'https://news.example/en?a=1&b=2', 'en')
  await page.getByRole('button', { name: say('feed.compose.send') }).click()
  await page.getByRole('heading', { name: say('log_in.share.done') }).waitFor()
  expect(new URL(page.url()).origin).toBe(app.origin)
  const back = page.getByRole('link', { name: say('log_in.share.back', { host: new URL(home).host }) })
  expect(await back.getAttribute('href')).toBe(`${home}/done`)
  await page.getByRole('link', { name: say('log_in.share.look') }).click()
  await page.getByText('https://news.example/en?a=1&b=2').first().waitFor()
  // A member's own waits: they see it waiting, whoever keeps order approves it.
  const lucie = await browser.visitor({ language: 'fr', dark: true, width: 390 })
  const hers = complaints(lucie.page)
  await signIn(lucie.page, app.origin, 'Lucie Bernard')
  await share(lucie.page, 'https://news.example/fr', 'fr')
  await lucie.page.getByRole('button', { name: sayIn('fr')('groups.waiting.submit') }).click()
  await lucie.page.getByRole('heading', { name: sayIn('fr')('log_in.share.waits') }).waitFor()
  await lucie.page.goto(`${app.origin}/groups/${group}`)
  await lucie.page.getByRole('heading', { name: sayIn('fr')('groups.waiting.own') }).waitFor()
  await isAccessible(lucie.page, 'waiting, of one’s own')
  await page.goto(`${app.origin}/groups/${group}`)
  await page.getByRole('heading', { name: say('groups.waiting') }).waitFor()
  await isAccessible(page, 'waiting')
  await page.getByRole('button', { name: say('groups.waiting.approve.of', { name: 'Lucie Bernard' }) }).press('Enter')
  await page.getByRole('heading', { name: say('groups.waiting') }).waitFor({ state: 'detached' })
  await lucie.page.getByRole('article').getByText('https://news.example/fr').first().waitFor()
  expect([...found, ...hers]).toEqual([])
  await lucie.context.close()
  await context.close()
})
