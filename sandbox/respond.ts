import type { IncomingMessage, ServerResponse } from 'node:http'
import { home } from './home.ts'
import { pageOf, sendPage, signInPage } from './pages.ts'
import type { Played } from './play.ts'
import { takeBack } from './take-back.ts'

const slowMs = 3_000

/** Answers a request at one of the services: its own page, its sign-in, or a call. */
export async function respond(
  service: Played,
  path: string,
  url: URL,
  request: IncomingMessage,
  body: string,
  response: ServerResponse,
): Promise<void> {
  const method = request.method ?? 'GET'
  if (path === '/') return home(service, method, body, response)
  const [, address = '', ...rest] = path.split('/')
  const inside = `/${rest.join('/')}`
  const at = (place: { address: string; path: string } | undefined): boolean =>
    place?.address === address && place.path === inside
  if (service.oauths.some(oauth => at(oauth.authorize))) return authorize(service, url, method, body, response)
  service.calls.push(`${method} /${address}${inside}`)
  const heard = () =>
    service.aboutTokens.push({ method, address, path: inside + url.search, headers: textual(request), body })
  if (await ill(service, response)) return
  if (service.oauths.some(oauth => at(oauth.token))) {
    heard()
    const { status, json: tokens } = service.accounts.token(fields(request, body))
    return json(response, status, tokens)
  }
  const revoked = takeBack(service, address, inside, request, () => fields(request, body))
  if (revoked) {
    heard()
    return json(response, revoked.status, revoked.json)
  }
  const status = failsNow(service)
  if (status) return json(response, status, { message: `failed ${service.secretWord}`.trim() })
  const person = service.accounts.personOf(/^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1])
  const answer = await service.sandbox.answer(
    address,
    {
      ...{ method, path: inside, query: Object.fromEntries(url.searchParams), person },
      headers: textual(request),
      json: parse(body),
      form: request.headers['content-type']?.includes('form') ? Object.fromEntries(new URLSearchParams(body)) : {},
    },
    service.desk,
  )
  if (answer?.html !== undefined) sendPage(response, answer.status ?? 200, pageOf(service.name, answer.html))
  else if (answer?.bytes) response.writeHead(answer.status ?? 200, answer.headers).end(answer.bytes)
  else json(response, answer?.status ?? (answer ? 200 : 404), answer?.json ?? {}, answer?.headers)
}

/** A service that is slow, ill or busy, where a test wants it so. */
async function ill(service: Played, response: ServerResponse): Promise<boolean> {
  // What a service says when it fails may hold what only some may see.
  const says = (text: string): string => `${text} ${service.secretWord}`.trim()
  const thinks = service.mode === 'slow' ? slowMs : service.thinkMs
  if (thinks > 0) await new Promise(resolve => setTimeout(resolve, thinks))
  if (service.mode === 'broken') json(response, 500, { message: says('broken') })
  if (service.mode === 'busy') tooMuch(service, says('busy'), response)
  if (service.mode === 'signed_out') json(response, 401, { message: says('signed out') })
  return service.mode === 'broken' || service.mode === 'busy' || service.mode === 'signed_out'
}

function tooMuch({ sandbox, desk }: Played, words: string, response: ServerResponse): void {
  const own = sandbox.busy?.(desk.now())
  if (own) json(response, own.status ?? 429, own.json ?? { message: words }, own.headers)
  else json(response, 429, { message: words }, { 'retry-after': '7' })
}

/** The status of the call that is to fail now. */
function failsNow(service: Played): number | undefined {
  const { failing } = service
  if (!failing || failing.after-- > 0) return undefined
  if (--failing.times <= 0) service.failing = undefined
  return failing.status
}

function authorize(service: Played, url: URL, method: string, body: string, response: ServerResponse): void {
  if (method !== 'POST') {
    sendPage(response, 200, signInPage(service.name, service.sandbox.people, url.searchParams))
    return
  }
  const form = new URLSearchParams(body)
  const back = new URL(form.get('redirect_uri') ?? '')
  const person = service.sandbox.people.find(one => one.id === form.get('person'))
  back.searchParams.set('state', form.get('state') ?? '')
  if (person)
    back.searchParams.set(
      'code',
      service.accounts.giveCode(person, form.get('redirect_uri') ?? '', form.get('code_challenge') ?? undefined),
    )
  else back.searchParams.set('error', 'access_denied')
  response.writeHead(303, { location: back.href }).end()
}

const textual = ({ headers }: IncomingMessage): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))

const fields = (request: IncomingMessage, body: string): Record<string, unknown> =>
  request.headers['content-type']?.includes('json')
    ? ((parse(body) as Record<string, unknown>) ?? {})
    : Object.fromEntries(new URLSearchParams(body))

function parse(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

function json(response: ServerResponse, status: number, answer: unknown, headers: Record<string, string> = {}): void {
  response
    .writeHead(status, { 'content-type': 'application/json', ...headers })
    .end(status === 204 ? undefined : JSON.stringify(answer))
}
