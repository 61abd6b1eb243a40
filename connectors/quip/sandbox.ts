import { text } from '../reading.ts'
import type { Sandbox, SandboxAnswer, SandboxDesk, SandboxRequest } from '../sandbox.ts'
import { emailOf, firstThreads, type PlayedThread, people, samir, thread, threadJson } from './sandbox-data.ts'

const threadsOf = new WeakMap<SandboxDesk, PlayedThread[]>()

function threads(desk: SandboxDesk): PlayedThread[] {
  const known = threadsOf.get(desk) ?? firstThreads(desk)
  threadsOf.set(desk, known)
  return known
}

const error = (status: number, words: string): SandboxAnswer => ({
  status,
  json: { error: words, error_code: status, error_description: `played: ${words}` },
})

function answer(address: string, request: SandboxRequest, desk: SandboxDesk): SandboxAnswer {
  if (address !== 'api') return { html: '<h1>Quip, played in small</h1>' }
  const { person, path, method, query } = request
  if (!person) return error(401, 'Unauthorized')
  if (path === '/1/users/current') return { json: userOf(person.id) }
  if (path === '/1/users/')
    return { json: Object.fromEntries((query.ids ?? '').split(',').map(id => [id, userOf(id)])) }
  if (path === '/1/messages/new' && method === 'POST') return say(request, desk)
  if (path === '/1/threads/new-document' && method === 'POST') return make(request, desk)
  const mine = threads(desk).filter(one => one.members.includes(person.id))
  if (path === '/1/threads/recent')
    return { json: Object.fromEntries(mine.map(one => [one.id, threadJson(one, desk)])) }
  if (path === '/1/threads/search') {
    const words = (query.query ?? '').toLowerCase()
    return { json: mine.filter(one => one.title.toLowerCase().includes(words)).map(one => threadJson(one, desk)) }
  }
  const [, what, id] = /^\/[12]\/(threads|messages)\/(\w+)$/.exec(path) ?? []
  const found = mine.find(one => one.id === id || one.secretPath === id)
  if (!found) return error(what === 'messages' ? 403 : 404, 'Not found')
  return { json: what === 'messages' ? found.messages : threadJson(found, desk) }
}

function userOf(id: string): object {
  const found = people.find(one => one.id === id)
  return { id, name: found?.name, emails: [emailOf(found?.name ?? '')] }
}

function say({ form, person }: SandboxRequest, desk: SandboxDesk): SandboxAnswer {
  const found = threads(desk).find(one => one.id === form.thread_id)
  if (!found || !person || !found.members.includes(person.id)) return error(403, 'Forbidden')
  add(found, person, text(form.content), desk)
  return { json: found.messages[0] }
}

function add(found: PlayedThread, { id, name }: { id: string; name: string }, words: string, desk: SandboxDesk): void {
  found.updated = desk.now() * 1_000 + found.messages.length
  found.messages.unshift({
    ...{ id: `m${found.messages.length}`, author_id: id, author_name: name, text: words },
    created_usec: found.updated,
  })
}

function make({ form }: SandboxRequest, desk: SandboxDesk): SandboxAnswer {
  const all = threads(desk)
  const made = thread(`MadeAA${String(10_000 + all.length)}`, 'document', text(form.title))
  all.push(made)
  return { json: threadJson(made, desk) }
}

/** Nobody is told: whoever asks afterwards finds it. */
const eventNames: Readonly<Record<string, (notes: PlayedThread, desk: SandboxDesk) => void>> = {
  'Samir writes in the notes': (notes, desk) => add(notes, samir, 'The date is fixed.', desk),
  'Samir edits the notes': (notes, desk) => {
    notes.updated = desk.now() * 1_000 + 500
  },
}

function deliver(event: string, _hook: object, desk: SandboxDesk): undefined {
  const [notes] = threads(desk)
  if (notes) eventNames[event]?.(notes, desk)
}

const sandbox: Sandbox = {
  people,
  links: desk => {
    const [notes, dealers, talk] = threads(desk).map(one => `${desk.address('site')}/${one.secretPath}`)
    return [
      { url: `${notes}/Launch-notes`, about: 'Notes: Samir sees them, Zoé does not.' },
      { url: dealers ?? '', about: 'A spreadsheet.' },
      { url: talk ?? '', about: 'A chat: both see it.' },
      { url: `${desk.address('site')}/TalkAA33333`, about: 'The same by its id.' },
    ]
  },
  answer,
  busy: now => ({
    status: 503,
    json: { error: 'over_rate_limit', error_code: 503, error_description: 'Over Rate Limit' },
    headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(Math.floor(now / 1_000) + 42) },
  }),
  events: Object.keys(eventNames),
  deliver,
}

export default sandbox
