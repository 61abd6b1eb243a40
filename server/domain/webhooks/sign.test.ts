import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { asciiJson, graphTime } from '../../../contract/graph/changes.ts'
import { handshakeAddress } from './handshake.ts'
import { delayAfter, readRetryAfter } from './retry.ts'
import { newSigningSecret, signedHeaders, standardSignature } from './sign.ts'

const at = new Date('2018-08-04T22:58:29.500Z')

test('the body is ASCII, and signed as the published vector says', () => {
  const body = asciiJson({ m: 'äöå' })
  expect(body).toBe('{"m":"\\u00e4\\u00f6\\u00e5"}')
  expect(body).toHaveLength(26)
  const headers = signedHeaders('msg_1', at, body, { appSecret: 's', signingSecret: 'whsec_c2VjcmV0' })
  expect(headers['X-Hub-Signature']).toBe('sha1=c427186bd90160a01b2a784b137c42a6fae80447')
  expect(headers['X-Hub-Signature-256']).toBe(`sha256=${createHmac('sha256', 's').update(body).digest('hex')}`)
  expect(headers['webhook-timestamp']).toBe('1533423509')
})

test('what is not ASCII is escaped in small digits, also outside the first plane and where it is broken', () => {
  expect(asciiJson('\u2028 🚲 \ud800 é\\u00E9 "')).toBe('"\\u2028 \\ud83d\\udeb2 \\ud800 \\u00e9\\\\u00E9 \\""')
  expect(JSON.parse(asciiJson({ a: 'Zoé 🚲' }))).toEqual({ a: 'Zoé 🚲' })
})

test('the Standard Webhooks signature is that of their published example', () => {
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
  expect(standardSignature('msg_p5jXN8AQM9LWM0D4loKWxJek', '1614265330', '{"test": 2432232314}', secret)).toBe(
    'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  )
  expect(Buffer.from(newSigningSecret().slice('whsec_'.length), 'base64')).toHaveLength(24)
})

test('times are written as Workplace wrote them', () => {
  expect(graphTime(at)).toBe('2018-08-04T22:58:29+0000')
})

test('the handshake goes behind the query an address has', () => {
  const query = 'hub.mode=subscribe&hub.challenge=7&hub.verify_token=a%26b%20c'
  expect(handshakeAddress(new URL('https://a.test/x?code=k%2F1'), '7', 'a&b c')).toBe(
    `https://a.test/x?code=k%2F1&${query}`,
  )
  expect(handshakeAddress(new URL('https://a.test'), '7', 'a&b c')).toBe(`https://a.test/?${query}`)
})

test('retries last three days, ever further apart, and never all at once', () => {
  const waits: number[] = []
  for (let tries = 1, age = 0; ; tries++) {
    const wait = delayAfter(tries, age, undefined, 0.5)
    if (wait === undefined) break
    waits.push(Math.round(wait - 2))
    age += wait
  }
  expect(waits.slice(0, 10)).toEqual([0, 5, 60, 300, 1_800, 7_200, 18_000, 36_000, 43_200, 43_200])
  const hours = waits.reduce((sum, one) => sum + one, 0) / 3_600
  expect(hours).toBeGreaterThanOrEqual(72)
  expect(hours).toBeLessThan(84)
  const first = Array.from({ length: 2_000 }, () => Math.floor((delayAfter(1, 0, undefined) ?? 0) * 10))
  const fullest = Math.max(...Array.from({ length: 41 }, (_, n) => first.filter(one => one === n).length))
  expect(fullest / first.length).toBeLessThan(0.05)
})

test('the receiver may ask for more time, within reason', () => {
  expect(delayAfter(1, 0, 30, 0)).toBe(30)
  expect(delayAfter(4, 0, 30, 0)).toBe(270)
  expect(readRetryAfter('120', at)).toBe(120)
  expect(readRetryAfter('Sat, 04 Aug 2018 22:59:29 GMT', at)).toBe(60)
  expect(readRetryAfter('999999999', at)).toBe(43_200)
  expect(readRetryAfter('-5', at)).toBe(0)
  for (const odd of ['soon', '', '1e9x', undefined]) expect(readRetryAfter(odd, at)).toBeUndefined()
})
