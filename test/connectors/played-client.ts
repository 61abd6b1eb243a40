import type { Listed } from '../../connectors/catalog.ts'
import type { Answer, Call, Client, OAuth, Place } from '../../connectors/connector.ts'
import { ServiceUnreachable } from '../../connectors/connector.ts'
import type { Sandbox, SandboxAnswer, SandboxDesk, SandboxPerson } from '../../connectors/sandbox.ts'
import { isSigned } from '../../connectors/signatures.ts'

/** A day on which every fixture was made, so that the same is written each time. */
export const fixtureNow = Date.parse('2026-11-23T10:00:00Z')
export const fixtureSecret = 'fixture-client-secret'
export const fixtureHookSecret = 'fixture-hook-secret'

export const isFixtureSigned = (message: string, signature: string): boolean =>
  isSigned({ algorithm: 'sha256', encoding: 'base64' }, signature, message, [fixtureSecret])

export type Settings = Readonly<Record<string, unknown>>

/** Settings to try a connector with, everything filled in: one set for each choice that makes it another service, with addresses of its own. */
export function settingsOf(listed: Listed, sandbox: Sandbox): Settings[] {
  const namesOf = (settings: Settings): string => Object.keys(listed.connector.addresses(settings as never)).join()
  return differing(everySettings(listed, sandbox), namesOf)
}

/** The same, with each choice that gives an address another host. */
export const settingsByHost = (listed: Listed, sandbox: Sandbox): Settings[] =>
  differing(everySettings(listed, sandbox), settings => JSON.stringify(listed.connector.addresses(settings as never)))

/** The first of each kind. */
const differing = (all: readonly Settings[], kindOf: (settings: Settings) => string): Settings[] =>
  [...new Map(all.toReversed().map(settings => [kindOf(settings), settings])).values()].toReversed()

function everySettings({ connector }: Listed, sandbox: Sandbox): Settings[] {
  const properties = Object.entries(connector.settings.properties as Record<string, Readonly<Record<string, unknown>>>)
  const filled = properties.map(([name, property]) => {
    const value =
      property.default ??
      (Array.isArray(property.enum) ? property.enum[0] : undefined) ??
      (property.format === 'uri' ? `https://${connector.id}.example.com` : undefined) ??
      (property.secret === true ? (sandbox.handMade?.secret ?? 'fixture-setting-secret') : 'fixture')
    return [name, value] as const
  })
  const all = properties.flatMap(([name, property]) =>
    Array.isArray(property.enum) ? property.enum.map(value => ({ ...Object.fromEntries(filled), [name]: value })) : [],
  )
  return [Object.fromEntries(filled), ...all]
}

/** The service's own addresses; of a wildcard, one host of the cast's. */
export function placeFor({ connector }: Listed, settings: Settings): Place<never> {
  const addresses = connector.addresses(settings as never)
  return {
    settings: settings as never,
    address(name) {
      const found = addresses[name]
      if (!found) throw new Error(`${connector.id} has no address called ${name}`)
      return found
    },
  }
}

export function deskFor(place: Place<never>): SandboxDesk {
  return {
    address: name => place.address(name).replace('*.', 'cobalt.'),
    hooks: new Map(),
    ask: async () => ({ status: 200, headers: {}, body: '' }),
    clientSecret: () => fixtureSecret,
    now: () => fixtureNow,
    secretWord: () => '',
  }
}

export interface Exchange {
  readonly call: Pick<Call, 'address' | 'path' | 'at' | 'query' | 'json' | 'form'> & { readonly method: string }
  readonly answer: {
    readonly status: number
    readonly json?: unknown
    readonly headers?: Readonly<Record<string, string>>
  }
}

/** A client that calls the played service as this person, in this process; `heard` gets every exchange. */
export function playedClient(
  place: Place<never>,
  sandbox: Sandbox,
  desk: SandboxDesk,
  person: SandboxPerson | undefined,
  details: Readonly<Record<string, string>>,
  heard: (exchange: Exchange, headers: Readonly<Record<string, string>>) => void,
): Client<never> {
  return {
    ...place,
    now: () => fixtureNow,
    details,
    memory: new Map(),
    async call(call) {
      place.address(call.address)
      const method = call.method ?? 'GET'
      const [path = '', inPath = ''] = call.path.split('?')
      const query = { ...Object.fromEntries(new URLSearchParams(inPath)), ...textual(call.query) }
      const headers = Object.fromEntries(
        Object.entries(call.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
      )
      const asked = {
        method,
        path,
        query,
        headers,
        json: call.json,
        form: { ...call.form },
        person: call.anonymous ? undefined : person,
      }
      const answer = answerOf(await sandbox.answer(call.address, asked, desk))
      const { status, json } = answer
      heard({ call: summary(call), answer: { status, json, headers: answer.headers } }, headers)
      return answer
    },
  }
}

export const summary = (call: Call): Exchange['call'] => ({
  method: call.method ?? 'GET',
  address: call.address,
  ...(call.at && { at: call.at }),
  path: call.path,
  ...(call.query && { query: textual(call.query) }),
  ...(call.json !== undefined && { json: call.json }),
  ...(call.form && { form: call.form }),
})

const textual = (query: Call['query'] = {}): Record<string, string> =>
  Object.fromEntries(
    Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  )

function answerOf(played: SandboxAnswer | undefined): Answer {
  const json = played?.json ?? (played?.html === undefined && !played?.bytes ? {} : undefined)
  const text = played?.html ?? (json === undefined ? '' : JSON.stringify(json))
  const bytes = played?.bytes ?? Buffer.from(text)
  return { status: played?.status ?? (played ? 200 : 404), headers: { ...played?.headers }, bytes, json, text }
}

/** Answers what was recorded and nothing else; a status in `instead` takes the place of every answer. */
export function replayClient(
  place: Place<never>,
  details: Readonly<Record<string, string>>,
  exchanges: readonly Exchange[],
  instead?: { status: number; json?: unknown; headers?: Readonly<Record<string, string>> },
): Client<never> {
  return {
    ...place,
    now: () => fixtureNow,
    details,
    memory: new Map(),
    async call(call) {
      place.address(call.address)
      const asked = JSON.stringify(summary(call))
      const found = instead ?? exchanges.find(exchange => JSON.stringify(exchange.call) === asked)?.answer
      if (!found) throw new Error(`nothing was recorded for ${asked}`)
      // What the real client does before a connector sees anything.
      if (found.status === 429 || found.status >= 500)
        throw new ServiceUnreachable(`HTTP ${found.status}`, Number(found.headers?.['retry-after']) || undefined)
      return answerOf({ status: found.status, json: found.json ?? {}, headers: found.headers ?? {} })
    },
  }
}

/** Whose account it is, asked as after a sign-in. */
export async function detailsOf(
  oauth: OAuth,
  place: Place<never>,
  sandbox: Sandbox,
  desk: SandboxDesk,
  person: SandboxPerson,
): Promise<{ externalId: string; label: string; details?: Readonly<Record<string, string>> }> {
  const client = playedClient(place, sandbox, desk, person, {}, () => {})
  return oauth.account(client, { ...sandbox.tokenAnswer?.(person, desk) }, isFixtureSigned)
}
