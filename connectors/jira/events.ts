import type { HookProof, HookRequest, Place, Reading } from '../connector.ts'
import { isSame, isSigned, sign } from '../signatures.ts'
import { at } from './cards.ts'
import { noticeOf, originOf } from './notices.ts'
import type { JiraSettings } from './site.ts'

/** Clocks may be this far apart, in seconds. */
const tolerance = 300

/** Known events that say nothing to people in a group. */
const quiet =
  /^(?:worklog_|attachment_|issuelink_|sprint_|jira:version_|jira:worklog_|project_|user_|board_|issue_property_|option_|jira:comment_)/

/**
 * Admin webhooks and Data Center sign the body (X-Hub-Signature); webhooks that the app registered carry a token signed with the client's secret.
 * Sources differ on whether both come: one is required, and whichever is there must be right.
 */
export function verify(request: HookRequest, proof: HookProof<JiraSettings>): boolean {
  const signature = request.headers['x-hub-signature']
  const bearer = /^(?:Bearer|JWT) (.+)$/.exec(request.headers.authorization ?? '')?.[1]
  if (signature === undefined && bearer === undefined) return false
  const signed =
    signature === undefined ||
    isSigned({ algorithm: 'sha256', encoding: 'hex', prefix: 'sha256=' }, signature, request.body, proof.secrets)
  const vouched =
    bearer === undefined || (proof.clientSecret !== undefined && isToken(bearer, proof.clientSecret, proof.now))
  return signed && vouched
}

/** A JWT of exactly HS256, in time. */
function isToken(token: string, secret: string, now: number): boolean {
  const [header = '', payload = '', signature = '', ...rest] = token.split('.')
  if (rest.length > 0 || part(header).alg !== 'HS256') return false
  if (!isSame(signature, sign({ algorithm: 'sha256', encoding: 'base64url' }, `${header}.${payload}`, secret)))
    return false
  const { exp, nbf } = part(payload)
  const seconds = now / 1_000
  return (
    (typeof exp !== 'number' || exp > seconds - tolerance) && (typeof nbf !== 'number' || nbf < seconds + tolerance)
  )
}

function part(encoded: string): Record<string, unknown> {
  try {
    return at(JSON.parse(Buffer.from(encoded, 'base64url').toString()))
  } catch {
    return {}
  }
}

/** Unique within a site, and the same for every retry: two sites may count alike. */
export function deliveryKey(request: HookRequest): string | undefined {
  const identifier = request.headers['x-atlassian-webhook-identifier']
  const site = originOf(at(parse(request.body), 'issue'))
  return identifier && site ? `${identifier} ${site}` : identifier
}

/** What an event says. Total: whatever came, an answer and no exception. */
export function read(request: HookRequest, place: Place<JiraSettings>): Reading {
  const body = parse(request.body)
  const event = body && at(body).webhookEvent
  if (typeof event !== 'string') return { is: 'unrecognised', reason: 'no_event_name' }
  if (quiet.test(event)) return { is: 'ignored', event: event.slice(0, 60), reason: 'not_for_people' }
  if (!/^(?:jira:issue_|comment_)(?:created|updated|deleted)$/.test(event))
    return { is: 'unrecognised', reason: 'unknown_event', about: event.slice(0, 60) }
  return noticeOf(event, at(body), place)
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'))
  } catch {
    return undefined
  }
}
