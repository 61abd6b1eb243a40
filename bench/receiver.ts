/** Servers of programs, as a process of their own: shake hands, and write down when each message first arrived, and how often. Answers all on GET /told. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Message → when it first and last came to an address that answers, in milliseconds of wall-clock time with fractions, and how often. */
let told = new Map<string, { at: number; last: number; times: number; ids: Set<string> }>()
let first = 0
let last = 0
let count = 0
const now = (): number => performance.timeOrigin + performance.now()

function keep(body: string, id: string, answers: boolean): void {
  const at = now()
  first ||= at
  last = at
  count++
  const key = /"message":"key ([^" ]+)/.exec(body)?.[1]
  if (!key) return
  const known = told.get(key) ?? { at, last: at, times: 0, ids: new Set() }
  if (answers) known.last = at
  known.times++
  known.ids.add(id)
  told.set(key, known)
}

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://receiver')
  if (url.pathname === '/told') {
    const found = [...told].map(([key, { at, last, times, ids }]) => [key, at, times, ids.size, last])
    response.end(JSON.stringify({ told: found, first, last, count }))
    if (url.searchParams.has('forget')) {
      told = new Map()
      first = last = count = 0
    }
    return
  }
  if (request.method === 'GET') {
    response.end(url.searchParams.get('hub.challenge') ?? '')
    return
  }
  const id = String(request.headers['webhook-id'])
  const parts: Buffer[] = []
  request.on('data', (part: Buffer) => parts.push(part))
  request.on('end', () => {
    const hangs = url.pathname === '/hang'
    keep(Buffer.concat(parts).toString('latin1'), id, !hangs)
    if (hangs) setTimeout(() => response.end(), 15_000)
    else response.end()
  })
})
server.keepAliveTimeout = 60_000
server.listen(0, '0.0.0.0', () => process.send?.({ port: (server.address() as AddressInfo).port }))
process.on('SIGTERM', () => process.exit(0))
