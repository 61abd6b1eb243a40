/** Whatever is sent to the Graph is answered in its own words and never with a fault (threats.md A14, A23); the process lives and lets go of the memory. */
import { beforeAll, expect, test } from 'vitest'
import { createPost } from '../../server/domain/posts/create-post.ts'
import { useDatabase } from '../harness/database.ts'
import { type Program, usePrograms } from '../harness/program.ts'
import { useServer } from '../harness/server.ts'

const database = useDatabase()
const server = useServer(database)
const programs = usePrograms(database, server)
let program: Program
let routes: readonly string[] = []
beforeAll(async () => {
  program = await programs.make(
    [
      'read_content',
      'manage_content',
      'manage_groups',
      'read_members',
      'manage_accounts',
      'manage_profiles',
      'provision_accounts',
    ],
    'all',
  )
  const { operations, workshop } = database.cast.groups
  const post = await createPost(database.as('noor'), { groupId: operations, text: 'Frames' })
  routes = [`/${operations}/feed`, `/${operations}_${post.id}/comments`, `/${workshop}`, '/community/accounts', '/']
})

const send = (method: string, path: string, payload: string | Buffer, type?: string) =>
  server.app.inject({
    method: method as 'POST',
    url: `/graph${path}`,
    headers: { authorization: `Bearer ${program.token}`, ...(type && { 'content-type': type }) },
    payload,
  })
const nested = (depth: number, [open, close]: readonly [string, string] = ['[', ']']): string =>
  `${open.repeat(depth)}${close.repeat(depth)}`

/** Of the kinds that parsers disagree about: numbers, escapes, structure, white space, encodings, depth. */
const numbers = [
  '-',
  '-0',
  '+1',
  '1.',
  '.5',
  '0x1',
  '01',
  '1e',
  '1e999',
  '-1e999',
  '1E400',
  '9007199254740993',
  'NaN',
  'Infinity',
  '-Infinity',
  '1_000',
  '१',
  '123abc',
  '1e-999',
  '0.1.2',
  '--1',
  '99999999999999999999999999',
]
const texts = [
  '"\\u"',
  '"\\ud800"',
  '"\\udc00\\ud800"',
  '"\\u0000"',
  '"\\x"',
  '"\\"',
  '"\t"',
  '"\u0000"',
  '"\ud800"',
  "'x'",
  '"',
  '"a',
  'a"',
  '"\u2028"',
  '"\\uD834\\uDD1E"',
  '"\\/"',
  '"\u007f"',
  '"\\u00"',
  '`x`',
  '"x" "y"',
]
const structures = [
  '[',
  ']',
  '{',
  '}',
  '[1,]',
  '[,1]',
  '[1 2]',
  '[1,,2]',
  '{"a"}',
  '{"a":}',
  '{:1}',
  '{a:1}',
  '{1:1}',
  '{"a":1,}',
  '{"a":1 "b":2}',
  '{"a":1,"a":2}',
  '{"":0}',
  '[][]',
  '{}{}',
  '[1]x',
  'nul',
  'null',
  'true',
  'True',
  'undefined',
  '[null]',
  '{"a":null}',
  '//',
  '/* */{}',
  '#',
  '{"a":/**/1}',
  '<a/>',
  '[]\u0000',
  '\u00a0[]',
  '\u2060{}',
  '{"__proto__":[]}',
  '{"toString":1}',
  '[[]',
  '{]',
  '[}',
]
const bytes = [
  Buffer.from([0xff, 0xfe, 0x7b, 0]),
  Buffer.from([0xc0, 0xaf]),
  Buffer.from([0xed, 0xa0, 0x80]),
  Buffer.from([0xf8, 0x88, 0x80, 0x80, 0x80]),
  Buffer.from([0]),
  Buffer.from([0xef, 0xbb, 0xbf]),
]

const odd: readonly (string | Buffer)[] = [
  ...[...numbers, ...texts, ...structures].flatMap(one => [
    one,
    `[${one}]`,
    `{"message":${one}}`,
    `message=${one}&name=${one}&batch=${one}`,
  ]),
  ...bytes,
  ...bytes.map(one => Buffer.concat([Buffer.from('{"message":"'), one, Buffer.from('"}')])),
]

/** Of the kinds that people and machines have tripped over: empty, reserved, markup, commands, paths, scripts that turn, joined letters, formats. */
const naughty = [
  ...[
    '',
    ' ',
    'undefined',
    'null',
    'NULL',
    'nil',
    'None',
    'true',
    'False',
    '\\',
    '\\\\',
    'hasOwnProperty',
    'constructor',
    '__proto__',
    'then',
    'toJSON',
    'length',
  ],
  ...['0', '-1', '1/0', '1e100', '0x0', 'NaN', '٣', '１２', '½', '1,000', '$1', '99999999999999999999'],
  ...[
    ",./;'[]\\-=",
    '<>?:"{}|_+',
    '!@#$%^&*()`~',
    '\u0001\u0002\u0008\u000e\u001f\u007f',
    '\u0080\u0085\u009f',
    '\u00ad\u061c\u200b\u200f\u2028\u2029\u202e\u2066\ufeff',
    '\ufffe\uffff',
    '\ud800',
    '\udfff\ud800',
  ],
  ...[
    'Ω≈ç√∫˜µ≤≥÷',
    'ЁЂЃЄ',
    '⁰⁴⁵₀₁₂',
    'ด้้้้้็็็็็้้้้้',
    '田中さんにあげて下さい',
    '사회과학원',
    '𐐜 𐐔',
    '(｡◕ ∀ ◕｡)',
    '👩‍👩‍👧‍👦🏳️‍🌈',
    '🇺🇸🇷🇺',
    'بِسْمِ اللَّهِ',
    'הָיְתָהtest',
    '\u202atest\u2069',
    'Z̮̞̠͙͔ͅa̰l̯͙g̻o',
    '˙ɐnbᴉlɐ',
    '𝕿𝖍𝖊',
    'İı',
    'ß',
    'ﬀ',
    'ſ',
  ],
  ...[
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    'javascript:alert(1)',
    '&lt;',
    '<!--',
    ']]>',
    '\x24{7*7}',
    '{{7*7}}',
    '#{7*7}',
    '<%= 7 %>',
    '%s%n',
    '%x%d',
    '%00',
    '%%',
    '%',
    '+',
    '%2e%2e%2f',
    '@[1]',
    '@[999999999999999999999]',
    '@[x](1)',
    '@[](',
    '@['.repeat(2_000),
  ],
  ...[
    "' or 1=1 --",
    '1;drop table posts',
    "'; --",
    '"; select pg_sleep(9)',
    '\\x00',
    '$(touch /tmp/x)',
    '`id`',
    '| id',
    '; id',
    '../../etc/passwd',
    '/dev/null',
    'C:\\con',
    'file:///etc/passwd',
    'http://169.254.169.254/',
    'a\r\nSet-Cookie: x=y',
    'a\nb',
    '\u0000',
    'x'.repeat(60_000),
    '('.repeat(5_000),
    '*_~`'.repeat(3_000),
    '> '.repeat(3_000),
  ],
] as const

const fine = (status: number, body: string, what: string): void => {
  expect(status, `${what} → ${body.slice(0, 200)}`).toBeLessThan(500)
  const read = JSON.parse(body)
  if (status >= 400)
    expect(read.error, what).toMatchObject({
      message: expect.any(String),
      code: expect.any(Number),
      fbtrace_id: expect.any(String),
    })
}

test(`${odd.length} bodies that are not what they say, at each kind of route in turn`, async () => {
  expect(odd.length).toBeGreaterThan(318)
  const types = [
    'application/json',
    'application/x-www-form-urlencoded',
    undefined,
    'multipart/form-data; boundary=x',
    'text/plain; charset=utf-16',
  ]
  for (const [n, body] of odd.entries()) {
    const path = routes[n % routes.length] ?? '/'
    const type = types[Math.floor(n / routes.length) % types.length]
    const answer = await send(n % 7 === 0 ? 'DELETE' : 'POST', path, body, type)
    fine(answer.statusCode, answer.body, `${path} ${type} ${JSON.stringify(body.toString()).slice(0, 60)}`)
  }
}, 60_000)

test('odd words as every parameter, in the address, a form and JSON', async () => {
  const names = [
    'message',
    'name',
    'email',
    'privacy',
    'link',
    'member',
    'fields',
    'limit',
    'after',
    'since',
    'order',
    'type',
    'summary',
    'ids',
    'id',
    'formatting',
    'active',
    'frontline',
    'manager',
    'external_id',
    'appsecret_time',
    'method',
  ]
  let n = 0
  for (const word of naughty) {
    const [path, name, other] = [
      routes[n % routes.length] ?? '/',
      names[n % names.length] ?? '',
      names[(n * 7 + 3) % names.length] ?? '',
    ]
    n++
    const encoded = encodeURIComponent(word.toWellFormed())
    const asked = await send('GET', `${path}?${name}=${encoded.slice(0, 50_000)}&fields=${encoded.slice(0, 9_000)}`, '')
    fine(asked.statusCode, asked.body, `GET ${name}=${word.slice(0, 30)}`)
    const form = await send('POST', path, `${name}=${encoded}&${other}=${encoded}`)
    fine(form.statusCode, form.body, `form ${name}, ${other}=${word.slice(0, 30)}`)
    const json = await send(
      'POST',
      path,
      JSON.stringify({
        ...Object.fromEntries(names.map(one => [one, one === 'method' ? '' : 'x'])),
        [name]: word,
        [other]: [word, { [word]: word }],
      }),
      'application/json',
    )
    fine(json.statusCode, json.body, `JSON ${name}, ${other}=${word.slice(0, 30)}`)
    const named = await send('GET', `/${encoded.slice(0, 2_000)}/${encodeURIComponent(other)}`, '')
    fine(named.statusCode, named.body, `/${word.slice(0, 30)}`)
  }
}, 60_000)

test('ten thousand levels, in JSON, brackets and fields, at five routes', async () => {
  for (const path of routes)
    for (const body of [
      nested(10_000),
      nested(10_000, ['{"a":', '}']),
      `{"message":${nested(10_000)}}`,
      `{"batch":${nested(10_000)}}`,
      `{"frontline":"${nested(10_000)}","attached_media":"${nested(10_000)}"}`,
      `message${'[a]'.repeat(10_000)}=x`,
      `fields=${'a{'.repeat(10_000)}`,
    ]) {
      const answer = await send(
        'POST',
        path,
        body,
        body.startsWith('[') || body.startsWith('{') ? 'application/json' : undefined,
      )
      fine(answer.statusCode, answer.body, `${path} ${body.slice(0, 30)}`)
    }
})

test('fifty megabytes are cut off at the door, at five routes, and the memory comes back', async () => {
  await send('POST', '/me', 'x')
  const before = process.memoryUsage()
  for (const path of routes) {
    const answer = await send('POST', path, Buffer.alloc(50_000_000, 120))
    expect(answer.statusCode, path).toBe(400)
    expect(answer.json().error.code).toBe(100)
  }
  for (let n = 0; n < 3; n++) {
    globalThis.gc?.()
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  // What was sent is this test's own; what is kept of it by anybody is nothing.
  const kept = process.memoryUsage().heapUsed - before.heapUsed
  expect(kept / 1e6).toBeLessThan(50)
  expect((await programs.graph('/me', { token: program.token })).status).toBe(200)
})
