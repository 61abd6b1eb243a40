/** Signing in to a program through its dialog with passport-facebook as it comes from npm, connecting a device, and sharing a link: what leads people here from elsewhere. */
import { createServer, type Server } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { appById } from '../../server/domain/integrations/apps.ts'
import { changeLogIn } from '../../server/domain/integrations/change-log-in.ts'
import { passportFacebook, passportTurn } from '../graph/clients.ts'
import { useApp } from '../harness/app.ts'
import { useDatabase } from '../harness/database.ts'
import { freePort } from '../harness/free-port.ts'
import { type Program, usePrograms } from '../harness/program.ts'
import { useServer } from '../harness/server.ts'
import { useBrowser } from '../harness/use-browser.ts'
import { complaints, enter, isAccessible, sayIn } from './walk.ts'

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
  await changeLogIn(database.as('ana'), program.appId, { addresses: [`${home}/back`], devices: true })
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

describe.each([
  { language: 'en', name: 'Noor Haddad', email: 'noor@cobalt.example', dark: false, width: 1280 },
  { language: 'fr', name: 'Lucie Bernard', email: 'lucie@cobalt.example', dark: true, width: 390 },
] as const)('from elsewhere, in $language', ({ language, name, email, dark, width }) => {
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
    await page.getByRole('button', { name: say('log_in.allow', { name }) }).press('Enter')
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

  test('a device is connected by the code it shows', async () => {
    const { page, context } = await browser.visitor({ language, dark, width })
    const found = complaints(page)
    const token = `access_token=${program.appId}|${(await appById(program.appId))?.client_token}`
    const ask = async (what: string) => {
      const answer = await fetch(`${app.origin}/graph/device/${what}&${token}`, { method: 'POST' })
      return (await answer.json()) as Record<string, string>
    }
    const shown = await ask('login?')
    await enter(page, app.origin, name)
    await page.goto(String(shown.verification_uri))
    await page.getByLabel(say('log_in.device.code')).fill('BBBBBBBB')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').waitFor()
    await page.getByLabel(say('log_in.device.code')).fill(String(shown.user_code).toLowerCase())
    await page.keyboard.press('Enter')
    await page.getByText(say('log_in.device')).waitFor()
    await isAccessible(page, 'device')
    await page.getByRole('button', { name: say('log_in.allow', { name }) }).click()
    await page.getByRole('heading', { name: say('log_in.device.done') }).waitFor()
    expect((await ask(`login_status?code=${shown.code}`)).access_token).toEqual(expect.any(String))
    expect(found.filter(line => !/status of 4\d\d/.test(line))).toEqual([])
    await context.close()
  })

  test('a link is shared with words of one’s own; the way back is shown, not taken', async () => {
    const { page, context } = await browser.visitor({ language, dark, width })
    const found = complaints(page)
    await enter(page, app.origin, name)
    await page.goto(`${app.origin}/sharer.php?u=javascript:alert(1)`)
    await page.getByText(say('log_in.share.nothing'), { exact: true }).waitFor()
    const link = `https://news.example/${language}?a=1&b=2`
    await page.goto(
      `${app.origin}/sharer.php?u=${encodeURIComponent(link)}&display=page&redirect_uri=${encodeURIComponent(`${home}/done`)}`,
    )
    const box = page.getByRole('textbox', { name: say('log_in.share.write') })
    await box.waitFor()
    expect(await box.inputValue()).toContain(link)
    const chooser = page.getByLabel(say('feed.compose.group'))
    await chooser.selectOption({ index: 1 })
    await isAccessible(page, 'share')
    await page.getByRole('button', { name: say('feed.compose.send') }).click()
    await page.getByRole('heading', { name: say('log_in.share.done') }).waitFor()
    expect(new URL(page.url()).origin).toBe(app.origin)
    expect(
      await page
        .getByRole('link', { name: say('log_in.share.back', { host: new URL(home).host }) })
        .getAttribute('href'),
    ).toBe(`${home}/done`)
    await page.getByRole('link', { name: say('log_in.share.look') }).click()
    await page.getByText(link).first().waitFor()
    expect(found).toEqual([])
    await context.close()
  })
})
