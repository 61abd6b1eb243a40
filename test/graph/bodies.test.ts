/** Bodies as real programs send them (workplace-graph-api.md 3.1, client-calls.md 1): under any name, in any dress, with every method. */
import { beforeAll, expect, test } from 'vitest'
import { useDatabase } from '../harness/database.ts'
import { type GraphAsk, type Program, usePrograms } from '../harness/program.ts'
import { useServer } from '../harness/server.ts'

const database = useDatabase()
const programs = usePrograms(database, useServer(database))
const form = { 'content-type': 'application/x-www-form-urlencoded' }
const json = { 'content-type': 'application/json' }
const parted = { 'content-type': 'multipart/form-data; boundary=x' }
let program: Program
beforeAll(async () => {
  program = await programs.make(['read_content', 'manage_content', 'manage_groups', 'read_members'], 'all')
})

const group = (): string => database.cast.groups.operations
const send = (method: string, path: string, ask: GraphAsk = {}) =>
  programs.graph(path, { token: program.token, method, ...ask })
async function messageOf(ask: GraphAsk, query = ''): Promise<unknown> {
  const made = await send('POST', `/${group()}/feed${query}`, ask)
  expect(made.status, JSON.stringify(made.body)).toBe(200)
  return (await send('GET', `/${made.body.id}?fields=message`)).body.message
}

const boundary = '9bd4f0'
const parts = (lineEnd: string, head: string): string =>
  [
    `--${boundary}`,
    `Content-Disposition: form-data; name="message"${head}`,
    '',
    'Ça marche & =',
    `--${boundary}--`,
    '',
  ].join(lineEnd)

test('a message arrives whole, whatever carries it', async () => {
  const said = 'Ça marche & ='
  const encoded = encodeURIComponent(said)
  const whole: [string, GraphAsk, string?][] = [
    ['form', { headers: form, payload: `message=${encoded}` }],
    ['form with blanks as +', { headers: form, payload: `message=${encoded.replaceAll('%20', '+')}` }],
    ['form without a type', { payload: `message=${encoded}` }],
    ['form that is called text', { headers: { 'content-type': 'text/plain' }, payload: `message=${encoded}` }],
    ['JSON', { headers: json, payload: JSON.stringify({ message: said }) }],
    ['JSON that is called a form', { headers: form, payload: JSON.stringify({ message: said }) }],
    ['JSON with a mark before it', { headers: json, payload: `\ufeff{"message":"${said}"}` }],
    ['JSON that nothing calls anything', { payload: Buffer.from(`  {"message":"${said}"}`) }],
    ['query, empty body', {}, `?message=${encoded}`],
    ['query, empty JSON', { headers: json, payload: '{}' }, `?message=${encoded}`],
    ['body over query', { headers: form, payload: `message=${encoded}` }, '?message=no'],
    [
      'multipart',
      { headers: { 'content-type': `multipart/form-data; boundary=${boundary}` }, payload: parts('\r\n', '') },
    ],
    [
      'multipart of PowerShell: bare line feeds, quoted boundary, headers of its own',
      {
        headers: { 'content-type': `multipart/form-data; boundary="${boundary}"` },
        payload: parts('\n', '\nContent-Length: 14\nTransfer-Encoding: binary'),
      },
    ],
  ]
  for (const [name, ask, query] of whole) expect(await messageOf(ask, query), name).toBe(said)
})

test('JSON in a field, also with single quotes; brackets; Python’s words; empty means not set', async () => {
  const { ana } = database.cast.people
  const frontline = await programs.make(
    ['manage_accounts', 'manage_profiles', 'provision_accounts', 'read_email'],
    'all',
    'Keeper',
  )
  const { token } = frontline
  for (const [payload, expected] of [
    [
      `frontline=${encodeURIComponent('{ "is_frontline": true, "has_access": false }')}`,
      { is_frontline: true, has_access: false },
    ],
    [
      `frontline=${encodeURIComponent("{'is_frontline': False, 'has_access': True}")}`,
      { is_frontline: false, has_access: true },
    ],
    ['frontline[is_frontline]=1&frontline[has_access]=0', { is_frontline: true, has_access: false }],
    ['is_frontline=False', { is_frontline: false, has_access: false }],
  ] as const) {
    const changed = await send('POST', '/ana@cobalt.example', { token, headers: form, payload })
    expect(changed.body, payload).toEqual({ success: true })
    const read = await send('GET', `/${ana.memberId}?fields=frontline`, { token })
    expect(read.body.frontline, payload).toEqual(expected)
  }
  const fields = await send('GET', '/me?fields[0]=name&fields[1]=link')
  expect(Object.keys(fields.body)).toEqual(['name', 'link', 'id'])
  const emptied = await send('POST', '//community/groups', {
    headers: form,
    payload: 'name=Empty+words&description=&privacy=&join_setting=',
  })
  expect((await send('GET', `/${emptied.body.id}?fields=name,privacy,join_setting`)).body).toMatchObject({
    name: 'Empty words',
    privacy: 'OPEN',
  })
})

test('GET with a body that means nothing, DELETE with each kind of body', async () => {
  const got = await send('GET', '/me', { headers: json, payload: '{}' })
  expect(got.status).toBe(200)
  const { zoe } = database.cast.people
  const bodies: GraphAsk[] = [
    { headers: json, payload: JSON.stringify({ member: Number(zoe.memberId) }) },
    { headers: json, payload: JSON.stringify({ uid: zoe.memberId }) },
    { headers: form, payload: 'email=zoe%40cobalt.example' },
    { headers: form, payload: JSON.stringify({ email: 'ZOE@cobalt.example' }) },
    { payload: `member=${zoe.memberId}` },
  ]
  for (const ask of bodies) {
    expect((await send('POST', `/${group()}/members`, ask)).body, JSON.stringify(ask)).toEqual({ success: true })
    expect((await send('DELETE', `/${group()}/members`, ask)).body, JSON.stringify(ask)).toEqual({ success: true })
  }
  for (const path of [
    `/members/${zoe.memberId}`,
    '/members?email=zoe@cobalt.example',
    `/members?member=${zoe.memberId}`,
  ]) {
    expect((await send('POST', `/${group()}${path}`)).body, path).toEqual({ success: true })
    expect((await send('DELETE', `/${group()}${path}`)).body, path).toEqual({ success: true })
    expect(
      (await send('GET', `/${group()}/members?limit=100`)).body.data.map((one: { id: string }) => one.id),
    ).not.toContain(zoe.memberId)
  }
})

test('what is called JSON and is none is refused, and so is what reaches into how objects are made', async () => {
  const broken = await send('POST', `/${group()}/feed`, { headers: json, payload: '{"message":' })
  expect(broken).toMatchObject({ status: 400, body: { error: { code: 100 } } })
  const reaching = await send('POST', `/${group()}/feed`, {
    headers: json,
    payload: '{"__proto__":{"message":"x"},"constructor":{"message":"x"}}',
  })
  expect(reaching).toMatchObject({ status: 400, body: { error: { code: 100 } } })
  expect(await messageOf({ headers: json, payload: '{"message":"null\\u0000 and half \\ud800"}' })).toBe(
    'null and half \ufffd',
  )
})

test('a body that says the same thing a hundred thousand times holds nobody up, whoever sent it', async () => {
  const many: [string, GraphAsk][] = [
    ['unnamed values', { headers: form, payload: 'a[]=1&'.repeat(60_000) }],
    ['unnamed names', { headers: form, payload: '=1&'.repeat(60_000) }],
    ['parameters', { headers: form, payload: 'a&'.repeat(2_000_000) }],
    ['JSON', { headers: json, payload: `[${'[],'.repeat(3_000_000)}[]]` }],
    ['text in a batch', { headers: form, payload: `batch=['${'x'.repeat(6_000_000)}` }],
    [
      'text in parts',
      {
        headers: parted,
        payload: `--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n${'y'.repeat(6_000_000)}\r\n--x--`,
      },
    ],
    ['fields', { headers: form, payload: `method=get&access_token=${program.token}&fields=${','.repeat(200_000)}` }],
  ]
  for (const [name, ask] of many) {
    const began = performance.now()
    const answer = await programs.graph('/me', { method: 'POST', ...ask })
    expect(answer, name).toMatchObject({ status: 400, body: { error: { code: 100, fbtrace_id: expect.any(String) } } })
    expect(performance.now() - began, name).toBeLessThan(2_000)
  }
  const began = performance.now()
  const marks = await programs.graph('/me', { method: 'POST', headers: parted, payload: '--x'.repeat(3_000_000) })
  expect(marks.body.error.code).toBe(2500)
  expect(performance.now() - began).toBeLessThan(2_000)
  // What somebody means is taken: a list of a thousand without numbers.
  const meant = await send('POST', '/me', {
    headers: form,
    payload: `method=get&${'x[]=1&'.repeat(1_000)}fields[]=link`,
  })
  expect(Object.keys(meant.body)).toEqual(['link', 'id'])
})
