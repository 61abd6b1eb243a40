import { createCustomIntegration } from '../contract/api/custom-integrations.ts'
import type { Route } from '../contract/api/route.ts'
import { changeWebhook } from '../contract/api/webhooks.ts'

export interface Told {
  /** Message, when it first arrived, how often, under how many ids, when it last came to an address that answers. */
  readonly told: readonly (readonly [string, number, number, number, number])[]
  readonly first: number
  readonly last: number
  readonly count: number
}

/** Calls our API as an administrator. */
export async function callAs<T>(
  origin: string,
  cookie: string,
  route: Route,
  params: Record<string, string>,
  body?: unknown,
): Promise<T> {
  const path = route.path.replace(/:(\w+)/g, (_, name: string) => params[name] ?? '')
  const answer = await fetch(`${origin}/api${path}`, {
    method: route.method,
    headers: { 'content-type': 'application/json', origin, cookie },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const json = await answer.json()
  if (!answer.ok) throw new Error(`${route.method} ${path}: ${answer.status} ${JSON.stringify(json)}`)
  return json as T
}

/** A program that hears every post, at this address; answers its id. */
export async function addProgram(
  origin: string,
  cookie: string,
  name: string,
  callbackUrl: string,
  fields: readonly string[] = ['posts'],
): Promise<string> {
  const body = { name, description: '', permissions: ['read_content'], scope: { everyone: true } }
  const { id } = await callAs<{ id: string }>(origin, cookie, createCustomIntegration, {}, body)
  const params = { integrationKey: id, topicKey: 'group' }
  await callAs(origin, cookie, changeWebhook, params, { callbackUrl, verifyToken: 'v', fields })
  return id
}

export const readTold = async (receiver: string, { forget = false } = {}): Promise<Told> =>
  (await (await fetch(`${receiver}/told${forget ? '?forget' : ''}`)).json()) as Told
