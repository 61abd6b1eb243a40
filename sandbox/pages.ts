import type { ServerResponse } from 'node:http'
import type { SandboxPerson } from '../connectors/sandbox.ts'
import { refreshing } from './accounts.ts'
import { modes, type Played } from './play.ts'

const plain = (text: string): string => text.replace(/[&<>"']/g, letter => `&#${letter.charCodeAt(0)};`)

const style =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:40rem;margin:3rem auto;padding:0 1rem;color:#1c2430;background:#fff}button[aria-pressed=true]{font-weight:700;border:2px solid}button{font:inherit;padding:.5rem 1rem;margin:.25rem 0;cursor:pointer}code{word-break:break-all}li{margin:.4rem 0}aside{color:#5a4500;background:#fff6d6;padding:.5rem .8rem;border-radius:.4rem}'

/** A plain page that says whose it is not. `body` is HTML of our own. */
export const pageOf = (title: string, body: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${plain(title)}</title><style>${style}</style></head><body><main><aside>A sandbox: this service is only played, for the try-out.</aside>${body}</main></body></html>`

/** Choosing who to be at the service, and letting Passerelle in, or not. */
export function signInPage(service: string, people: readonly SandboxPerson[], query: URLSearchParams): string {
  const hidden = [...query]
    .map(([name, value]) => `<input type="hidden" name="${plain(name)}" value="${plain(value)}">`)
    .join('')
  const choices = people
    .map(
      person =>
        `<li><button name="person" value="${plain(person.id)}">Sign in as ${plain(person.name)}</button> sees ${plain(person.sees)}</li>`,
    )
    .join('')
  const body = `<h1>Sign in at ${plain(service)}</h1><p>Passerelle asks for: ${plain(query.get('scope') ?? '')}</p><form method="post">${hidden}<ul>${choices}</ul><button name="person" value="">Deny</button></form>`
  return pageOf(`Sign in at ${service}`, body)
}

/** What there is at a played service: links to paste, events to fire. */
export function homePage(service: Played, said: string): string {
  const { name, sandbox, desk } = service
  const list = sandbox
    .links(desk)
    .map(link => `<li><code>${plain(link.url)}</code><br>${plain(link.about)}</li>`)
    .join('')
  const buttonsFor = (events: readonly string[]): string =>
    events.map(event => `<li><button name="event" value="${plain(event)}">${plain(event)}</button></li>`).join('')
  const words = said ? `<p role="status">${plain(said)}</p>` : ''
  const strays = sandbox.strays
    ? `<h2>Stray messages to fire at Passerelle</h2><p>About what is in use no more: Passerelle counts them and reads nothing of them.</p><form method="post"><ul>${buttonsFor(sandbox.strays)}</ul></form>`
    : ''
  const secret = sandbox.handMade?.secret
    ? `, and give Passerelle this secret: <code>${plain(sandbox.handMade.secret)}</code>`
    : ''
  const hook = sandbox.handMade
    ? `<h2>Where events go</h2><p>Paste the address that Passerelle shows${secret}.</p><form method="post"><label>Address <input name="hook" size="50" required></label> <button>Keep</button></form>`
    : ''
  return pageOf(
    `${name}, played in small`,
    `<h1>${plain(name)}, played in small</h1>${words}<h2>Links to paste into a post</h2><ul>${list}</ul>${hook}<h2>Events to fire at Passerelle</h2><form method="post"><ul>${buttonsFor(sandbox.events)}</ul></form>${strays}${misfortunes(service)}`,
  )
}

/** What can go wrong at the service, to be pressed. */
function misfortunes({ mode, failing, accounts }: Played): string {
  const choose = (name: string, values: readonly string[], now: string): string =>
    values
      .map(value => `<button name="${name}" value="${value}" aria-pressed="${value === now}">${value}</button>`)
      .join(' ')
  const number = (name: string, label: string, value: number): string =>
    `<label>${label} <input name="${name}" type="number" value="${value}" required></label> `
  const { after, times, status } = failing ?? { after: 2, times: 1, status: 401 }
  return `<h2>How it behaves</h2><form method="post"><p>${choose('mode', modes, mode)}</p></form><form method="post"><p>Refresh tokens: ${choose('refresh', refreshing, accounts.refresh)}</p></form><form method="post"><p>${number('after', 'Calls that go well', after)}${number('times', 'then so many fail', times)}${number('status', 'with', status)}<button>Fail in the middle</button></p></form>`
}

export const frontPage = (services: readonly { id: string; name: string }[]): string =>
  pageOf(
    'Sandbox',
    `<h1>The services, played in small</h1><ul>${services.map(one => `<li><a href="/${plain(one.id)}/">${plain(one.name)}</a></li>`).join('')}</ul>`,
  )

export function sendPage(response: ServerResponse, status: number, page: string): void {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' }).end(page)
}
