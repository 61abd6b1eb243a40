import { existsSync } from 'node:fs'
import { readCatalog } from '../connectors/catalog.ts'
import type { OAuth } from '../connectors/connector.ts'
import type { Sandbox, SandboxDesk } from '../connectors/sandbox.ts'
import { Accounts } from './accounts.ts'

/** How a service behaves: its page and tests make it slow or ill. */
export const modes = ['well', 'slow', 'broken', 'busy', 'signed_out'] as const
export type Mode = (typeof modes)[number]

/** Calls that go well before so many are answered with a status. */
interface Failing {
  after: number
  status: number
  times: number
}

/** What came about tokens, as it came. */
export interface AskedForTokens {
  readonly method: string
  readonly address: string
  /** With what stands behind a question mark. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** A service that is being played, with what arrived there. */
export interface Played {
  readonly id: string
  readonly name: string
  readonly sandbox: Sandbox
  readonly desk: SandboxDesk
  readonly accounts: Accounts
  /** Its sign-in's dialects, one a deployment. */
  readonly oauths: readonly OAuth[]
  /** `METHOD /address/path` of every call, in order. */
  readonly calls: string[]
  /** Every call that got, renewed or gave back tokens, in order. */
  readonly aboutTokens: AskedForTokens[]
  mode: Mode
  failing: Failing | undefined
  /** In the middle of something: after so many calls that go well, so many fail with this status. Signing in and renewing are not counted. */
  failAfter(calls: number, status: number, times?: number): void
  /** How long it thinks about each call, in milliseconds. */
  thinkMs: number
  secretWord: string
  /** Fires an event at every webhook that is registered; answers what each said. */
  fire(event: string): Promise<number[]>
}

export async function playAll(origin: () => string): Promise<Map<string, Played>> {
  const played = new Map<string, Played>()
  for (const [id, { connector, words }] of await readCatalog()) {
    const file = new URL(
      `../connectors/${id}/sandbox.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`,
      import.meta.url,
    )
    if (!existsSync(file)) continue
    const sandbox: Sandbox = (await import(file.href)).default
    const choices = deployments(connector.settings)
    const oauths = choices.flatMap(settings => connector.oauth?.(settings as never) ?? [])
    played.set(id, play(id, words.en.name ?? id, sandbox, oauths, origin))
  }
  return played
}

/** The settings that decide which service it is: each choice of each list, with what is filled in from the beginning. */
function deployments(schema: { properties: Record<string, { enum?: unknown[]; default?: unknown }> }): object[] {
  const properties = Object.entries(schema.properties)
  const begun = Object.fromEntries(properties.map(([name, property]) => [name, property.default]))
  const choices = properties.flatMap(([name, property]) =>
    (property.enum ?? []).map(value => ({ ...begun, [name]: value })),
  )
  return choices.length > 0 ? choices : [begun]
}

function play(id: string, name: string, sandbox: Sandbox, oauths: readonly OAuth[], origin: () => string): Played {
  const accounts = new Accounts(sandbox.refresh ?? 'rotates', person => sandbox.tokenAnswer?.(person, desk) ?? {})
  const desk: SandboxDesk = {
    address: address => `${origin()}/${id}/${address}`,
    hooks: new Map(),
    async ask(url, request) {
      const answer = await fetch(url, request)
      return { status: answer.status, headers: Object.fromEntries(answer.headers), body: await answer.text() }
    },
    clientSecret: () => accounts.clientSecret,
    now: () => Date.now(),
    secretWord: () => service.secretWord,
  }
  const service: Played = {
    ...{
      id,
      name,
      sandbox,
      desk,
      accounts,
      oauths,
      calls: [],
      aboutTokens: [],
      mode: 'well',
      failing: undefined,
      thinkMs: 0,
      secretWord: '',
    },
    failAfter(after, status, times = 1) {
      service.failing = { after, status, times }
    },
    async fire(event) {
      const answers: number[] = []
      // It happens whether anybody listens or not.
      if (desk.hooks.size === 0) sandbox.deliver(event, { url: '' }, desk)
      for (const hook of desk.hooks.values()) {
        const delivery = sandbox.deliver(event, hook, desk)
        if (delivery) answers.push((await fetch(hook.url, { method: 'POST', ...delivery })).status)
      }
      return answers
    },
  }
  return service
}
