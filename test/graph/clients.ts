/**
 * Programs of others that speak the Graph, from npm and as they are: what of each is used here, since few of them say it in types. Nothing of them is
 * changed; each is pointed at us as its own options allow (client-calls.md 3 and 4).
 */
import type { Server } from 'node:http'
import { createRequire } from 'node:module'
import { promisify } from 'node:util'

const require = createRequire(import.meta.url)

type Answered = Record<string, never> & { data: Record<string, never>[] }
type Told = (error: unknown, body: Answered) => void

interface FbGraph {
  setGraphUrl(url: string): void
  setAccessToken(token: string): void
  setAppSecret(secret: string): void
  get(path: string, params: object, told: Told): void
  post(path: string, body: object, told: Told): void
  del(path: string, told: Told): void
  batch(calls: readonly object[], told: Told): void
}

export function fbgraph(origin: string, token: string, secret: string) {
  const client: FbGraph = require('fbgraph')
  client.setGraphUrl(origin)
  client.setAccessToken(token)
  client.setAppSecret(secret)
  return {
    get: promisify<string, object, Answered>(client.get.bind(client)),
    post: promisify<string, object, Answered>(client.post.bind(client)),
    del: promisify<string, Answered>(client.del.bind(client)),
    batch: promisify<readonly object[], Answered>(client.batch.bind(client)),
  }
}

interface Row {
  readonly id: string
  readonly _data: Record<string, unknown>
}

interface Cursor extends Array<Row> {
  hasNext(): boolean
  next(): Promise<Cursor>
}

interface BusinessObject extends Row {
  get(fields: readonly string[]): Promise<Row>
  getFeed(fields: readonly string[], params: object): Promise<Cursor>
  createFeed(fields: readonly string[], params: object): Promise<Row>
  delete(fields?: readonly string[]): Promise<unknown>
}

interface BusinessApi {
  call(method: string, path: readonly string[], params?: object): Promise<Answered>
}

type Batch = new (
  api: BusinessApi,
) => {
  add(
    method: string,
    path: readonly string[],
    params: object,
    files: null,
    well: (answer: { body: unknown }) => void,
    ill: (answer: unknown) => void,
  ): void
  execute(): Promise<unknown>
}

/** The business SDK: its address is a static getter. */
export function businessSdk(origin: string, token: string) {
  const sdk = require('facebook-nodejs-business-sdk')
  Object.defineProperty(sdk.FacebookAdsApi, 'GRAPH', { configurable: true, get: () => origin })
  const api: BusinessApi = new sdk.FacebookAdsApi(token, 'en_US', false)
  return {
    api,
    group: (id: string): BusinessObject => new sdk.Group(id, {}, undefined, api),
    post: (id: string): BusinessObject => new sdk.Post(id, {}, undefined, api),
    Batch: sdk.FacebookAdsApiBatch as Batch,
  }
}

interface Profile {
  readonly id: string
  readonly displayName: string
  readonly emails?: readonly { readonly value: string }[]
  readonly photos?: readonly { readonly value: string }[]
}

interface Strategy {
  /** What passport itself would put there: where it leads, whom it found, why not. */
  redirect?: (address: string) => void
  success?: (profile: Profile) => void
  fail?: (why: { message?: string }) => void
  error?: (error: unknown) => void
  authenticate(request: { query: Record<string, string> }, options: object): void
  userProfile(token: string, done: (error: unknown, profile: Profile) => void): void
  parseErrorResponse(body: string, status: number): Error
  readonly _oauth2: {
    getOAuthAccessToken(
      code: string,
      params: object,
      done: (error: { statusCode: number; data: string } | null) => void,
    ): void
  }
}

export function passportFacebook(
  origin: string,
  app: { appId: string; secret: string },
  { graph = origin, callbackURL = 'https://program.example/back' } = {},
): Strategy {
  const { Strategy: Made } = require('passport-facebook')
  return new Made(
    {
      clientID: app.appId,
      clientSecret: app.secret,
      callbackURL,
      authorizationURL: `${origin}/v3.2/dialog/oauth`,
      tokenURL: `${graph}/v3.2/oauth/access_token`,
      profileURL: `${graph}/v3.2/me`,
      profileFields: ['id', 'displayName', 'name', 'emails', 'photos'],
      enableProof: true,
    },
    (_access: string, _refresh: string, profile: Profile, done: (error: null, found: Profile) => void) =>
      done(null, profile),
  )
}

/** One turn of it, as passport takes it: on to somewhere, or somebody found, or nobody. */
export const passportTurn = (strategy: Strategy, query: Record<string, string>, options: object = {}) =>
  new Promise<{ leadsTo?: string; found?: Profile; failed?: unknown }>(resolve => {
    strategy.redirect = leadsTo => resolve({ leadsTo })
    strategy.success = found => resolve({ found })
    strategy.fail = failed => resolve({ failed })
    strategy.error = failed => resolve({ failed })
    strategy.authenticate({ query }, options)
  })

interface BootBot {
  getUserProfile(id: string): Promise<Record<string, unknown>>
  say(recipient: string, message: string | object, options?: object): Promise<Record<string, Record<string, unknown>>>
  setGreetingText(text: string): Promise<unknown>
  setGetStartedButton(payload: string): Promise<unknown>
  setPersistentMenu(buttons: readonly string[]): Promise<unknown>
  hear(keyword: string, told: (event: unknown, chat: { say(text: string): Promise<unknown> }) => void): void
  start(port: number): void
  readonly app: { listen(port: number, host: string, done: () => void): Server }
}

/** Its own `start` sets its webhook's routes, then stumbles over an idle `.bind` that today's express takes for a route: what is left of it is done here. */
export async function startBootbot(bot: BootBot, port: number): Promise<Server> {
  try {
    bot.start(port)
  } catch (problem) {
    if (!String(problem).includes('path must be a string')) throw problem
  }
  return new Promise(resolve => {
    const server = bot.app.listen(port, '127.0.0.1', () => resolve(server))
  })
}

export function bootbot(token: string, secret: string): BootBot {
  process.env.SUPPRESS_NO_CONFIG_WARNING = 'yes'
  const Bot = require('bootbot')
  return new Bot({ accessToken: token, verifyToken: 'verify', appSecret: secret })
}
