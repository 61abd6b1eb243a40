/**
 * The shape of a service played in small, for the try-out and the tests. A sandbox answers the calls its connector makes; signing in (with a page of
 * people to choose from), tokens and the record of what arrived are the same for all and live in `sandbox/`.
 */

/** Somebody who can sign in at the played service. */
export interface SandboxPerson {
  readonly id: string
  readonly name: string
  /** What they may see, in a word or two for the sign-in page. */
  readonly sees: string
}

export interface SandboxRequest {
  readonly method: string
  /** After the address: `/rest/api/3/myself`. */
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  readonly json: unknown
  /** The body, where it was a form. */
  readonly form: Readonly<Record<string, string>>
  /** Whose token came along. */
  readonly person: SandboxPerson | undefined
}

export interface SandboxAnswer {
  readonly status?: number
  readonly json?: unknown
  readonly html?: string
  readonly bytes?: Uint8Array
  readonly headers?: Readonly<Record<string, string>>
}

/** What a played service sees of its surroundings. */
export interface SandboxDesk {
  /** Where one of the connector's addresses stands here. */
  address(name: string): string
  /** Webhooks that the connector registered, by their id. */
  readonly hooks: Map<string, { url: string; secret?: string }>
  /** Calls a webhook as the service does, outside of an event: a handshake. */
  ask(
    url: string,
    request: { method: string; headers?: Record<string, string>; body?: string },
  ): Promise<{
    status: number
    headers: Readonly<Record<string, string>>
    body: string
  }>
  /** The client's secret that the last sign-in used. */
  readonly clientSecret: () => string
  readonly now: () => number
  /** For the leak test: a word that only those who see everything may ever read. */
  readonly secretWord: () => string
}

/** A delivery as the service would make it. */
export interface SandboxDelivery {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface Sandbox {
  readonly people: readonly SandboxPerson[]
  /** Pages worth pasting, with a word about each. */
  links(desk: SandboxDesk): readonly { readonly url: string; readonly about: string }[]
  /** Answers a call at one of the connector's addresses; nothing where the service has nothing there. */
  answer(
    address: string,
    request: SandboxRequest,
    desk: SandboxDesk,
  ): SandboxAnswer | undefined | Promise<SandboxAnswer | undefined>
  /** How refresh tokens behave; they rotate where nothing is said. `none`: tokens never end. */
  readonly refresh?: 'rotates' | 'fixed' | 'none'
  /** What it answers when it is asked too much, where it has words of its own for that; else 429 with `Retry-After`. */
  busy?(now: number): Pick<SandboxAnswer, 'status' | 'json' | 'headers'>
  /** What the token endpoint says beside the tokens. */
  tokenAnswer?(person: SandboxPerson, desk: SandboxDesk): Readonly<Record<string, unknown>>
  /** Where webhooks are set up by hand at the service: its page takes their address and does this with it (a handshake), or nothing. */
  readonly handMade?: {
    /** The secret that both sides then know, typed in at both; none where the client's own is used. */
    readonly secret?: string
    check?(hook: { url: string; secret?: string }, desk: SandboxDesk): Promise<boolean>
  }
  /** Events that the page can fire. */
  readonly events: readonly string[]
  /** Those that it can fire of what was never asked of it, or is no more: nothing comes of them but a count. */
  readonly strays?: readonly string[]
  /**
   * Has an event happen, and gives its delivery to a webhook, signed like the real thing; nothing where the service tells nobody and has to be asked.
   */
  deliver(event: string, hook: { url: string; secret?: string }, desk: SandboxDesk): SandboxDelivery | undefined
  /** Proves any body as the service would, for payloads that others published. `body` takes its place where the proof stands in it. */
  prove?(
    body: Uint8Array,
    hook: { url: string; secret?: string },
    desk: SandboxDesk,
  ): { readonly headers: Readonly<Record<string, string>>; readonly body?: string }
}

/** What a played service shows as the picture of a file: a sheet of paper, written on. PNG, 320 × 200. */
export const drawnPage = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAUAAAADIAgMAAADkatA4AAAADFBMVEXn6+/////DzNRbcIMf48JAAAAACXBIWXMAAAsTAAALEwEAmpwYAAAAcklEQVRo3u3YsQkAIAwEwCzpki6pA0hiaYT73quehxghIiJVxjVAIBAI7AOuI0Ag0DgAgUBgBs40wGegYgOtDdDaAIHWxtoAgZ+tDbABqNhAIBAIBLqkXFJAoLUB6iEQaBysDRDol9gvsWIDgUAgEJg83AVCzVwU6sYIAAAAAElFTkSuQmCC',
  'base64',
)
