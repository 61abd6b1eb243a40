import Value from 'typebox/value'
import type { Calls, KnownCall, TokenCall } from '../../connectors/calls.ts'
import type { AskedForTokens } from '../../sandbox/play.ts'
import type { Heard } from './exercise.ts'
import type { Exchange } from './played-client.ts'

/** How the service's calls are described, from the folder of its connector. */
export const callsOf = async (id: string): Promise<Calls> =>
  (await import(new URL(`../../connectors/${id}/calls.ts`, import.meta.url).href)).default

/** What is wrong with a call that no vendor describes; nothing where it is as the reference has it. */
export function problemWith(known: readonly KnownCall[] = [], call: Exchange['call']): string | undefined {
  const path = call.path.split('?')[0] ?? ''
  const found = known.find(one => one.method === call.method && one.path.test(path))
  if (!found) return 'no such call is known'
  const strange = Object.keys(call.query ?? {}).find(name => !found.query?.includes(name))
  if (strange) return `query parameter “${strange}” is not known`
  return bodyProblem(found.json, call.json) ?? bodyProblem(found.form, call.form)
}

const ordinary = ['accept', 'content-type']

/** What is wrong with the headers a call set by itself; `described` are those that the vendor's description names. */
export function headerProblem(
  { headers: known = {} }: Calls,
  { headers }: Pick<Heard, 'headers'>,
  described: readonly string[] = [],
): string | undefined {
  const strange = Object.keys(headers).find(
    name => !ordinary.includes(name) && !described.includes(name) && !known[name],
  )
  if (strange) return `header “${strange}” is not known`
  const wrong = Object.entries(headers).find(([name, value]) => known[name] && !known[name].test(value))
  return wrong && `header “${wrong[0]}” is not as described: ${wrong[1]}`
}

/** Headers of any call over HTTP, whatever it is for; that of the client's proof is looked at by itself. */
const carried = [...ordinary, 'host', 'connection', 'content-length', 'user-agent', 'accept-encoding', 'authorization']

/** What is wrong with a call about tokens; `url` is its address as it would be at the service itself. */
export function tokenProblem(call: TokenCall | undefined, asked: AskedForTokens, url: string): string | undefined {
  if (!call) return `no such call about tokens is known`
  const { method = 'POST', proof = /^$/, form, json } = call
  if (asked.method !== method) return `it is ${asked.method}, not ${method}`
  if (!call.url.test(url)) return `${url} is not its address`
  const { headers } = asked
  const strange = Object.keys(headers).find(name => !carried.includes(name))
  if (strange) return `header “${strange}” is not known`
  if (!proof.test(headers.authorization ?? '')) return 'who asks is not shown as described'
  const type = form ? 'application/x-www-form-urlencoded' : 'application/json'
  if (headers['content-type'] !== type) return `the body is not ${type}`
  const body = form ? Object.fromEntries(new URLSearchParams(asked.body)) : JSON.parse(asked.body)
  return bodyProblem(form ?? json, body)
}

function bodyProblem(schema: KnownCall['json'], body: unknown): string | undefined {
  if (body === undefined) return schema ? 'the body is missing' : undefined
  if (!schema) return 'a body is not known'
  return Value.Check(schema, body) ? undefined : `the body is not as described: ${JSON.stringify(body)}`
}
