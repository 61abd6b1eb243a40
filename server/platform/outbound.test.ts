import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { callService, configureOutbound, getPage } from './outbound.ts'
import { isPublicAddress } from './outbound-guard.ts'

/** For these tests 127.10.0.0/16 is the public internet, and the rest of loopback is inside. */
const isPublic = (address: string): boolean => address.startsWith('127.10.')
let inside: Server
let outside: Server
let accepts = 0
let ports = { inside: 0, outside: 0 }
let answer: (path: string) => { status: number; headers?: Record<string, string>; body?: string } = () => ({
  status: 200,
  body: 'public',
})

const listen = (server: Server, host: string): Promise<number> =>
  new Promise(resolve => server.listen(0, host, () => resolve((server.address() as AddressInfo).port)))

beforeAll(async () => {
  inside = createServer((_, response) => response.end('INSIDE'))
  inside.on('connection', () => accepts++)
  outside = createServer((request, response) => {
    const { status, headers, body } = answer(request.url ?? '')
    response.writeHead(status, headers).end(body)
  })
  ports = { inside: await listen(inside, '0.0.0.0'), outside: await listen(outside, '127.10.0.1') }
})
afterAll(() => {
  inside.close()
  outside.close()
})
beforeEach(() => {
  accepts = 0
  configureOutbound({
    allow: [],
    isPublic,
    lookup: async name =>
      name === 'mixed.test' ? ['127.10.0.1', '127.0.0.1'] : name === 'public.test' ? ['127.10.0.1'] : ['127.0.0.1'],
  })
})

describe('an address that is inside', () => {
  const forms = [
    '127.0.0.1',
    '2130706433',
    '0x7f.1',
    '0177.0.0.1',
    '127.1',
    '0',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[::1]',
    '①②⑦.⓪.⓪.①',
    'localhost',
    'evil.localhost',
    'inside.test',
    'mixed.test',
    '0.0.0.0',
    '[::]',
    '[64:ff9b::7f00:1]',
    '[2002:7f00:1::]',
    '169.254.169.254',
    '10.0.0.1',
    '192.168.1.1',
    '172.16.0.1',
    '100.64.0.1',
  ]
  test.each(forms)('%s is never connected to', async form => {
    for (const go of [getPage, callService])
      await expect(go({ url: `http://${form}:${ports.inside}/`, timeout: 1_000 })).rejects.toThrow('not reachable')
    expect(accepts).toBe(0)
  })

  test('open, closed and unroutable answer alike', async () => {
    const words = await Promise.all(
      [`http://127.0.0.1:${ports.inside}/`, 'http://127.0.0.1:9/', 'http://127.10.0.9:9/'].map(url =>
        getPage({ url, timeout: 1_000 }).catch((error: Error) => error.message),
      ),
    )
    expect(new Set(words).size).toBe(1)
  })

  test('is not reached through a redirect, nor by another scheme', async () => {
    for (const location of [
      `http://127.0.0.1:${ports.inside}/`,
      'file:///etc/passwd',
      'gopher://127.0.0.1/',
      'data:text/html,x',
      `http://user:pass@public.test:${ports.outside}/`,
    ]) {
      answer = path => (path === '/go' ? { status: 302, headers: { location } } : { status: 200, body: 'public' })
      await expect(getPage({ url: `http://public.test:${ports.outside}/go` }), location).rejects.toThrow()
    }
    expect(accepts).toBe(0)
  })

  test('is reached where the operator admits it, by a configured service only', async () => {
    configureOutbound({ allow: [`jira.inside.test:${ports.inside}`], isPublic, lookup: async () => ['127.0.0.1'] })
    const url = `http://jira.inside.test:${ports.inside}/`
    expect((await callService({ url })).body.toString()).toBe('INSIDE')
    await expect(getPage({ url })).rejects.toThrow('not reachable')
    await expect(callService({ url: `http://other.test:${ports.inside}/` })).rejects.toThrow('not reachable')
  })
})

test('a name that changes its address between two looks is connected to only where it was checked', async () => {
  let looks = 0
  configureOutbound({ allow: [], isPublic, lookup: async () => (looks++ % 2 ? ['127.0.0.1'] : ['127.10.0.1']) })
  answer = () => ({ status: 200, headers: { connection: 'close' }, body: 'public' })
  const results = await Promise.allSettled(
    Array.from({ length: 40 }, () => getPage({ url: `http://flip.test:${ports.outside}/` })),
  )
  for (const result of results) if (result.status === 'fulfilled') expect(result.value.body.toString()).toBe('public')
  expect(accepts).toBe(0)
})

test('at most three redirects, and a body only up to the limit', async () => {
  answer = path => ({ status: 302, headers: { location: `${path}x` } })
  await expect(getPage({ url: `http://public.test:${ports.outside}/` })).rejects.toThrow('not reachable')
  answer = () => ({ status: 200, body: 'x'.repeat(5_000_000) })
  const page = await getPage({ url: `http://public.test:${ports.outside}/`, limit: 1_000 })
  expect([page.body.length, page.cut]).toEqual([1_000, true])
})

test('a compressed body that nobody asked for is not opened', async () => {
  answer = () => ({ status: 200, headers: { 'content-encoding': 'gzip' }, body: 'bomb' })
  expect((await getPage({ url: `http://public.test:${ports.outside}/` })).body.length).toBe(0)
})

test.each(['8.8.8.8', '2606:4700::1111'])('%s is public', address => expect(isPublicAddress(address)).toBe(true))
test.each(['192.0.2.1', '198.18.0.1', '224.0.0.1', '255.255.255.255', 'fe80::1', 'fc00::1', '::', '100::1', 'x'])(
  '%s is not',
  address => expect(isPublicAddress(address)).toBe(false),
)
