/** Who calls: by a token that travels in any of three places, proved where the integration asks for it, from an address it may come from. */
import ipaddr from 'ipaddr.js'
import { lastId } from '../../../contract/graph/ids.ts'
import type { PermissionId } from '../../../contract/permissions.ts'
import type { Bot } from '../../domain/access/actor.ts'
import { holderOf, ownerOfToken, type TokenHolder } from '../../domain/integrations/access-tokens.ts'
import { appById, secretsOf } from '../../domain/integrations/apps.ts'
import { holderWithPost } from '../../domain/integrations/holder-with-post.ts'
import type { LoggedIn } from '../../domain/log-ins/log-ins.sql.ts'
import { loggedIn } from '../../domain/log-ins/logged-in.ts'
import type { PlainPost } from '../../domain/posts/post-pages.sql.ts'
import { kindRemembered } from '../../domain/search/kind-of.sql.ts'
import { subscriberOfApp } from '../../domain/webhooks/subscriber.ts'
import { isSame } from '../../platform/ids.ts'
import { GraphError } from './graph-error.ts'
import { asText } from './lenient.ts'
import { partsNamedIn } from './post-parts.ts'
import { demandProof } from './proof.ts'
import type { GraphRequest } from './request.ts'

/** The identity of one call. Permissions are those of the moment it came in; verbs ask the tables again. */
export type GraphCaller = Program | AppItself | LoggedInCaller

/** A custom integration's token: it acts as its bot. */
export interface Program {
  readonly kind: 'program'
  readonly bot: Bot
  readonly appId: string
  readonly everyone: boolean
  /** What the grant held when the call came in. */
  readonly granted: readonly string[]
  /** Does the grant hold one of these? The first that it holds is noted in `used`, for the sixty days after which what is not used goes. */
  holds(...permissions: readonly PermissionId[]): boolean
  readonly used: Set<PermissionId>
  /** The same where a program only asks what it could do: that uses nothing. */
  could(permission: PermissionId): boolean
  /** What the call names, where it was read in one look with who calls. */
  readonly post: PlainPost | undefined
}

/** `{app-id}|{app-secret}`: webhook subscriptions and tokens only. */
export interface AppItself {
  readonly kind: 'app'
  readonly appId: string
  readonly communityId: string | null
}

/** A person's token of a log-in: it says who they are, and does nothing. */
export interface LoggedInCaller {
  readonly kind: 'person'
  readonly appId: string
  readonly holder: LoggedIn
}

/** Whose call it is. */
export interface Whose {
  readonly appId: string
  readonly communityId: string | null
  readonly installationId: string | undefined
}

export interface From {
  readonly authorization: string | undefined
  readonly address: string
  /** Told as soon as it is known, before anything is refused: what is refused is written down, too. */
  known(whose: Whose): void
}

/** The token as sent; nothing where there is none. A header without `Bearer` is taken whole: one program's operators stored it so. */
export function tokenIn(request: Pick<GraphRequest, 'params'>, authorization: string | undefined): string | undefined {
  const header = authorization?.trim().replace(/^(?:bearer|oauth)\s+/i, '')
  return asText(request.params.access_token)?.trim() || header || undefined
}

/** Sent twice, a token is one and the same; two that differ would be read otherwise by whoever stands between (threats.md A14). */
export function demandOneToken(request: Pick<GraphRequest, 'params'>, authorization: string | undefined): void {
  const said = tokenIn(request, undefined)
  const header = tokenIn({ params: {} }, authorization)
  if (said !== undefined && header !== undefined && said !== header)
    throw new GraphError('bad_parameter', '(#100) The header and the parameters name two different access tokens')
}

export async function callerOf(request: GraphRequest, from: From): Promise<GraphCaller> {
  const token = tokenIn(request, from.authorization)
  if (!token)
    throw new GraphError(
      'token_needed',
      'An active access token must be used to query information about the current user.',
    )
  if (token.includes('|')) return appOf(token, from)
  const named = postNamed(request)
  const { holder, post } =
    named === undefined
      ? { holder: await holderOf(token), post: undefined }
      : await holderWithPost(token, named, partsNamedIn(request.params.fields))
  if (!holder) return personOf(token, request, from)
  const { communityId, installationId } = holder.bot
  from.known({ appId: holder.appId, communityId, installationId })
  demandAddress(holder.ipAllow, from.address)
  demandProof(holder, token, request)
  return programOf(holder, post)
}

/** The post that is read by its number, as most calls read one. */
function postNamed({ method, path: [name = '', ...rest] }: GraphRequest): string | undefined {
  const id = lastId(name)
  return method === 'GET' && rest.length === 0 && kindRemembered(id) === 'post' ? id : undefined
}

async function personOf(token: string, request: GraphRequest, from: From): Promise<LoggedInCaller> {
  const holder = await loggedIn(token)
  if (!holder) throw await wrongToken(token, from)
  const { communityId, installationId } = holder.bot
  from.known({ appId: holder.app_id, communityId, installationId })
  demandAddress(holder.ip_allow, from.address)
  const { app_id: appId, require_proof: requireProof, secret, previous_secret: previousSecret } = holder
  demandProof({ appId, requireProof, secret, previousSecret }, token, request)
  return { kind: 'person', appId, holder }
}

/** Somebody may be trying a token that was lost. */
async function wrongToken(token: string, from: From): Promise<GraphError> {
  const owner = await ownerOfToken(token)
  if (owner)
    from.known({ appId: owner.integration_id, communityId: owner.community_id, installationId: owner.installation_id })
  return new GraphError(
    'token_wrong',
    'Error validating access token: The token is not known, was reset, or its integration is disabled.',
  )
}

async function appOf(token: string, from: From): Promise<AppItself> {
  const [appId = '', ...secret] = token.split('|')
  const app = await provenApp(appId, secret.join('|'), from)
  if (!app) throw new GraphError('token_wrong', 'Error validating application. Invalid application ID or secret.')
  return app
}

/** The app that knows its secret, calls from where it may, and is on: one that is off makes no call that works, as itself either. */
export async function provenApp(appId: string, secret: string, from: From): Promise<AppItself | undefined> {
  const app = /^\d{1,18}$/.test(appId) ? await appById(appId) : undefined
  if (!app || !secretsOf(app).some(known => isSame(known, secret))) return undefined
  from.known({ appId, communityId: app.community_id, installationId: undefined })
  demandAddress(app.ip_allow, from.address)
  if (app.community_id !== null && !(await subscriberOfApp(appId))) return undefined
  return { kind: 'app', appId, communityId: app.community_id }
}

function programOf(holder: TokenHolder, post: PlainPost | undefined): Program {
  const used = new Set<PermissionId>()
  return {
    kind: 'program',
    bot: holder.bot,
    appId: holder.appId,
    everyone: holder.everyone,
    granted: holder.permissions,
    used,
    holds(...permissions) {
      const held = permissions.find(one => holder.permissions.includes(one))
      if (held) used.add(held)
      return held !== undefined
    },
    could: permission => holder.permissions.includes(permission),
    post,
  }
}

function demandAddress(allowed: readonly string[], address: string): void {
  if (allowed.length > 0 && !allowed.some(block => isWithin(address, block)))
    throw new GraphError('address_refused', '(#5) Unauthorized source IP address')
}

function isWithin(address: string, block: string): boolean {
  if (!ipaddr.isValid(address)) return false
  const here = ipaddr.process(address)
  try {
    const [base, bits] = block.includes('/') ? ipaddr.parseCIDR(block) : [ipaddr.process(block), undefined]
    if (base.kind() !== here.kind()) return false
    return here.match(base, bits ?? (base.kind() === 'ipv4' ? 32 : 128))
  } catch {
    return false
  }
}
