import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { deskFor, type Exchange, placeFor, playedClient } from '../../test/connectors/played-client.ts'
import { readCatalog } from '../catalog.ts'
import { type HookProof, type HookRequest, ServiceRefused, ServiceUnreachable } from '../connector.ts'
import github from './connector.ts'
import sandbox from './sandbox.ts'
import { bruno, lucie } from './sandbox-data.ts'
import type { GitHubClient, GitHubSettings } from './site.ts'

const fixtures = process.env.PASSERELLE_FIXTURES ?? new URL('../../../shared/fixtures', import.meta.url).pathname
const there = existsSync(join(fixtures, 'github'))
const json = (path: string) => JSON.parse(readFileSync(join(fixtures, 'github', path), 'utf8'))
const listed = (await readCatalog()).get('github')
const { links, events, picker, actions = [] } = github
if (!listed || !links || !events || !picker) throw new Error('it has links, events and a picker')
const settings: GitHubSettings = { hosting: 'cloud', secret: "It's a Secret to Everybody" }
const place = placeFor(listed, { ...settings })
const at = (url: string, where = place) => links.recognise(new URL(url), where)

test.each([
  ['https://github.com/acme/shop', 'repository'],
  ['https://github.com/acme/shop/issues/17', 'issue'],
  ['https://github.com/acme/shop/pull/18', 'pull_request'],
  ['https://github.com/acme/shop/pull/18/files', 'pull_request'],
  ['https://github.com/acme/shop/pull/18/commits', 'pull_request'],
  ['https://github.com/acme/shop/issues/17#issuecomment-9001', 'comment'],
  ['https://github.com/acme/shop/pull/18#discussion_r77', 'pull_request'],
  ['https://github.com/acme/shop/commit/4f2a9c1', 'commit'],
  ['https://github.com/acme/shop/blob/main/a/b.ts#L10-L20', 'file'],
  ['https://github.com/acme/shop/discussions/5', 'discussion'],
  ['https://github.com/acme/shop/releases/tag/v2.1', 'release'],
  ['https://github.com/acme/shop/actions/runs/991', 'run'],
  ['https://gist.github.com/bruno/0123456789abcdef', 'gist'],
])('%s is a %s', (url, kind) => {
  expect(at(url)?.kind).toBe(kind)
})

test.each([
  'https://github.com/login',
  'https://github.com/settings/profile',
  'https://github.com/marketplace/actions',
  'https://github.com/features/copilot',
  'https://github.com/orgs/acme/settings',
  'https://github.com/acme',
  'https://docs.github.com/rest/issues',
  'https://github.com.evil.example/acme/shop',
  'https://acme.github.io/shop',
  'https://raw.githubusercontent.com/acme/shop/main/a.ts',
  'https://github.com/acme/shop/issues/new',
  'https://acme.ghe.com/acme/shop',
])('%s is not ours', url => {
  expect(at(url)).toBeUndefined()
})

test('a company’s part of the cloud and its own server have hosts of their own', () => {
  const residency = placeFor(listed, { ...settings, hosting: 'residency', host: 'acme.ghe.com' })
  const server = placeFor(listed, { ...settings, hosting: 'server', host: 'git.acme.example' })
  expect(at('https://acme.ghe.com/acme/shop/issues/1', residency)?.kind).toBe('issue')
  expect([residency.address('api'), server.address('api')]).toEqual([
    'https://api.acme.ghe.com',
    'https://git.acme.example/api/v3',
  ])
  expect(at('https://git.acme.example/acme/shop/pull/1', server)?.kind).toBe('pull_request')
  expect(at('https://github.com/acme/shop', server)).toBeUndefined()
})

const desk = deskFor(place)
const clientOf = (person: typeof bruno, heard: Exchange[] = []): GitHubClient =>
  playedClient(place, sandbox, desk, person, {}, one => heard.push(one)) as never
const referenceOf = (word: string) => {
  const found = at(sandbox.links(desk).find(one => one.about.includes(word))?.url ?? '')
  if (!found) throw new Error(`${word} is no link`)
  return found
}
const answering =
  (status: number, body: unknown, headers: Record<string, string> = {}) =>
  async () => ({
    ...{ status, headers, bytes: Buffer.alloc(0), text: '', json: body },
  })

test('each sees what the account may', async () => {
  expect(await links.preview(referenceOf('An issue'), clientOf(bruno))).toMatchObject({
    state: 'shown',
    card: { title: 'cobalt-fils/shop#17 · Prices round wrongly', actions: ['comment', 'close'] },
  })
  expect(await links.preview(referenceOf('An issue'), clientOf(lucie))).toEqual({ state: 'not_yours' })
  expect(await links.preview(referenceOf('public repository'), clientOf(lucie))).toMatchObject({ audience: 'everyone' })
  expect(await links.preview(referenceOf('Lines'), clientOf(bruno))).toMatchObject({
    card: { title: 'prices/round.ts', facts: [{}, {}, { value: '3–9' }, { value: '2 kB' }] },
  })
  expect(await links.preview(referenceOf('A run'), clientOf(bruno))).toMatchObject({
    card: { facts: [{ value: 'failure', tone: 'alert' }, {}, {}, {}, {}] },
  })
  expect(await links.preview(referenceOf('A discussion'), clientOf(bruno))).toMatchObject({ state: 'limited' })
})

test('limits are told by headers; a renamed repository is followed on its own host only', async () => {
  const issue = referenceOf('An issue')
  const limited = (headers: Record<string, string>) => ({ ...clientOf(bruno), call: answering(403, {}, headers) })
  const now = clientOf(bruno).now() / 1_000
  const rates = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(now + 90) }
  await expect(links.preview(issue, limited(rates))).rejects.toMatchObject(new ServiceUnreachable('rate limit', 90))
  await expect(links.preview(issue, limited({ 'retry-after': '7' }))).rejects.toMatchObject({ retryAfter: 7 })
  expect(await links.preview(issue, limited({ 'x-ratelimit-remaining': '9' }))).toEqual({ state: 'not_yours' })
  const moved = (to: string): GitHubClient => ({
    ...clientOf(bruno),
    call: ({ path }) =>
      path === '/repositories/1/issues/17'
        ? answering(200, { title: 'moved' })()
        : answering(301, {}, { location: to })(),
  })
  expect(await links.preview(issue, moved('https://api.github.com/repositories/1/issues/17'))).toMatchObject({
    state: 'shown',
  })
  expect(await links.preview(issue, moved('https://evil.example/repositories/1/issues/17'))).toEqual({
    state: 'not_yours',
  })
})

test('issues are picked, made, commented on, closed and reopened', async () => {
  const heard: Exchange[] = []
  const client = clientOf(bruno, heard)
  expect((await picker.list(client, { view: 'recent' })).items).toHaveLength(3)
  const [pull] = (await picker.list(client, { view: 'search', text: 'once' })).items
  expect(at((await picker.attach(client, pull?.id ?? '', undefined)).url)?.kind).toBe('pull_request')
  const subject = {
    url: 'https://p.example/posts/1',
    text: 'Hours\nare old',
    author: '',
    reference: referenceOf('An issue'),
  }
  const [create, comment, close, reopen] = actions
  const form = await create?.form(client, {}, subject)
  expect(form?.map(field => field.value)).toEqual([undefined, 'Hours', 'Hours\nare old'])
  const made = await create?.run(
    client,
    { repository: 'cobalt-fils/website', title: 'Hours', body: 'Old.' },
    subject,
    'k',
  )
  expect(at(made?.link ?? '')?.kind).toBe('issue')
  expect(heard.at(-1)?.call.json).toEqual({ title: 'Hours', body: 'Old.\n\nhttps://p.example/posts/1' })
  await expect(create?.run(client, { repository: '../x' }, subject, 'k')).rejects.toThrow(ServiceRefused)
  await comment?.run(client, { body: 'Seen.' }, subject, 'k')
  await close?.run(client, {}, subject, 'k')
  expect(await links.preview(subject.reference, client)).toMatchObject({ card: { actions: ['comment', 'reopen'] } })
  await reopen?.run(client, {}, subject, 'k')
  await expect(close?.run(clientOf(lucie), {}, subject, 'k')).rejects.toThrow(ServiceRefused)
})

const request = (body: string, headers: Record<string, string> = {}): HookRequest => ({
  ...{ method: 'POST', query: {}, headers, body: Buffer.from(body) },
})
const proof: HookProof<GitHubSettings> = { settings, clientSecret: undefined, secrets: [], details: {}, now: 0 }

test.skipIf(!there)('the published vector verifies, and nothing like it', () => {
  for (const { secret, body, header } of json('signature-vectors.json').vectors) {
    const own = { ...proof, settings: { ...settings, secret } }
    const good = request(body, { 'x-hub-signature-256': header })
    expect(events.verify(good, own)).toBe(true)
    expect(events.verify({ ...good, body: Buffer.from(`${body} `) }, own)).toBe(false)
    expect(events.verify(request(body, { 'x-hub-signature-256': header.replace('sha256=', 'sha1=') }), own)).toBe(false)
    expect(events.verify(request(body, { 'x-hub-signature-256': `${header}, ${header}` }), own)).toBe(false)
    expect(events.verify(request(body), own)).toBe(false)
    expect(events.verify(good, { ...own, settings: { ...settings, secret: 'another' } })).toBe(false)
    expect(
      events.verify(request(body, { 'x-hub-signature-256': '' }), { ...own, settings: { ...settings, secret: '' } }),
    ).toBe(false)
  }
})

describe.skipIf(!there)('every published payload is told, ignored, or ends an account', () => {
  const wanted: Readonly<Record<string, string>> = {
    'issues.opened': 'issue_opened',
    'issues.opened.with-empty-body': 'issue_opened',
    'issues.reopened': 'issue_reopened',
    'issues.assigned': 'issue_assigned',
    'issue_comment.created': 'commented',
    'pull_request.opened': 'pull_opened',
    'pull_request.opened.with-null-body': 'pull_opened',
    'pull_request.ready_for_review': 'pull_ready',
    'pull_request_review.submitted': 'reviewed',
    'pull_request_review_comment.created': 'commented',
    'release.published': 'released',
  }
  const files = there ? readdirSync(join(fixtures, 'github/webhooks')).map(file => file.replace('.json', '')) : []
  test.each(files)('%s', file => {
    const event = file.split('.')[0] ?? ''
    const reading = events.read(
      request(readFileSync(join(fixtures, 'github/webhooks', `${file}.json`), 'utf8'), { 'x-github-event': event }),
      place,
    )
    if (wanted[file]) expect(reading).toMatchObject({ is: 'notice', notice: { event: wanted[file] } })
    else expect(reading.is).toMatch(event === 'github_app_authorization' ? /^account_ended$/ : /^(?:notice|ignored)$/)
  })
})

test('a form carries the same body; reading is total', () => {
  const { body, headers } = sandbox.deliver('Bruno opens an issue', { url: '', secret: 's' }, desk) ?? {
    body: '',
    headers: {},
  }
  const form = request(new URLSearchParams({ payload: body }).toString(), {
    ...headers,
    'content-type': 'application/x-www-form-urlencoded',
  })
  expect(events.read(form, place)).toEqual(events.read(request(body, headers), place))
  fc.assert(
    fc.property(
      fc.oneof(fc.json(), fc.string()),
      fc.constantFrom('issues', 'push', 'release', 'x', ''),
      (odd, event) => {
        expect(['notice', 'ignored', 'unrecognised', 'account_ended']).toContain(
          events.read(request(odd, { 'x-github-event': event }), place).is,
        )
      },
    ),
  )
})

test('the hour that is used up says when it begins anew', () => {
  const after = (headers: Record<string, string>) => github.retryAfter?.({ status: 429, headers, json: {} }, 1_000_000)
  expect(after({ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1042' })).toBe(42)
  expect(after({ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '900' })).toBe(1)
  // The other limits have the header that everybody has.
  expect(after({ 'x-ratelimit-remaining': '12', 'x-ratelimit-reset': '1042', 'retry-after': '7' })).toBeUndefined()
})

test('a grant is deleted where the interface stands, by the client itself', () => {
  const server = { hosting: 'server', host: 'git.example.com', secret: 's' } as const
  const { address, path, as } = github.oauth?.(server)?.revoke ?? { address: '', path: '' }
  expect([github.addresses(server)[address], path, as]).toEqual([
    'https://git.example.com/api/v3',
    '/applications/{clientId}/grant',
    'delete',
  ])
})

test('a secret that is wrong is told from a grant that ended', () => {
  const meant = (error: string) => github.oauth?.(settings)?.refusal?.(200, { error })
  expect(['incorrect_client_credentials', 'bad_refresh_token', 'slow_down'].map(meant)).toEqual([
    'client',
    'grant',
    undefined,
  ])
})
