import { at, text } from '../reading.ts'
import type { Sandbox, SandboxDesk } from '../sandbox.ts'
import { sign } from '../signatures.ts'

/** Keys of the waves that each played world has seen: the same twice is one. */
const wavesOf = new WeakMap<SandboxDesk, Set<string>>()

function waves(desk: SandboxDesk): Set<string> {
  const known = wavesOf.get(desk) ?? new Set()
  wavesOf.set(desk, known)
  return known
}

const sandbox: Sandbox = {
  people: [],
  links: desk => [{ url: `${desk.address('site')}/greetings/noor`, about: 'A greeting, for everyone to see.' }],
  answer(_address, { path, method, json }, desk) {
    if (!path.startsWith('/api/')) return { html: '<h1>Hello</h1>' }
    const [, name, rest] = /^\/api\/greetings\/([a-z]+)(\/waves)?$/.exec(path) ?? []
    if (name !== 'noor') return { status: 404, json: { error: 'nobody' } }
    if (rest && method === 'POST') waves(desk).add(text(at(json).key))
    return { json: { title: 'Hello, Noor', waves: waves(desk).size } }
  },
  handMade: { secret: 'hello-secret' },
  events: ['Bruno waves', 'Everyone sleeps', 'Something Hello does not send'],
  deliver(event, hook, desk) {
    const kind = event === 'Bruno waves' ? 'waved' : event === 'Everyone sleeps' ? 'slept' : 'coffee'
    const id = `${event} ${desk.now()}`
    const body = JSON.stringify({ id, event: kind, name: 'noor', by: 'Bruno Keller', waves: 3, at: desk.now() })
    const signature = sign({ algorithm: 'sha256', encoding: 'hex' }, body, hook.secret ?? '')
    return { headers: { 'content-type': 'application/json', 'x-hello-signature': `sha256=${signature}` }, body }
  },
}

export default sandbox
