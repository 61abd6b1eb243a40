import type { ServerResponse } from 'node:http'
import { refreshing } from './accounts.ts'
import { homePage, sendPage } from './pages.ts'
import { modes, type Played } from './play.ts'

/** A service's own page: what is pressed there happens. */
export async function home(service: Played, method: string, body: string, response: ServerResponse): Promise<void> {
  const said = method === 'POST' ? await press(service, new URLSearchParams(body)) : ''
  sendPage(response, 200, homePage(service, said))
}

async function press(service: Played, form: URLSearchParams): Promise<string> {
  const [hook, event] = [form.get('hook'), form.get('event')]
  if (hook) return register(service, hook)
  if (event) return fire(service, event)
  const mode = modes.find(one => one === form.get('mode'))
  const refresh = refreshing.find(one => one === form.get('refresh'))
  if (mode) Object.assign(service, { mode, failing: undefined })
  if (refresh) service.accounts.refresh = refresh
  if (form.has('status')) return failLater(service, form)
  return mode ? `It is “${mode}” now.` : refresh ? `Refresh tokens: “${refresh}”.` : ''
}

function failLater(service: Played, form: URLSearchParams): string {
  const number = (name: string): number => Number(form.get(name) ?? Number.NaN)
  const [after, status, times] = [number('after'), number('status'), number('times')]
  const whole = [after, status, times].every(Number.isInteger)
  if (!whole || status < 400 || status > 599 || after < 0 || times < 1)
    return 'Whole numbers, and a status between 400 and 599, please.'
  service.failAfter(after, status, times)
  return `After ${after} calls that go well, ${times} will fail with ${status}.`
}

/** What an administrator does at the real service's console. */
async function register({ sandbox, desk }: Played, url: string): Promise<string> {
  const hook = { url, secret: sandbox.handMade?.secret ?? '' }
  const good = URL.canParse(url) && ((await sandbox.handMade?.check?.(hook, desk)) ?? true)
  if (!good) return 'The address did not answer as it should; it was not kept.'
  desk.hooks.set('by-hand', hook)
  return 'The address is kept; events go there now.'
}

async function fire(service: Played, event: string): Promise<string> {
  const answers = await service.fire(event)
  return answers.length === 0
    ? 'No webhook is registered here yet: enable the integration first.'
    : `“${event}” was sent; Passerelle answered ${answers.join(', ')}.`
}
