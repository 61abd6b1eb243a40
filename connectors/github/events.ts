import type { HookProof, HookRequest, Reading } from '../connector.ts'
import { at, parse, text, under } from '../reading.ts'
import { isSigned } from '../signatures.ts'
import { type Body, type Told, told } from './notices.ts'
import type { GitHubSettings } from './site.ts'

const form = { algorithm: 'sha256', encoding: 'hex', prefix: 'sha256=' } as const

export const verify = ({ headers, body }: HookRequest, { settings }: HookProof<GitHubSettings>): boolean =>
  settings.secret !== '' && isSigned(form, headers['x-hub-signature-256'], body, [settings.secret])

/**
 * The same when it is delivered again. The header with the delivery's id is not signed, the body is: whoever sends one body under ever new ids tells
 * nothing new. Two deliveries with the same body to the byte do not happen: each says when its thing changed.
 */
export const deliveryKey = (_request: HookRequest): string | undefined => undefined

/** Events that are the service’s own business, or everybody’s noise. */
const known =
  /^(?:ping|branch_protection\w*|check_run|check_suite|code_scanning_alert|commit_comment|create|delete|dependabot_alert|deploy_key|deployment\w*|discussion\w*|fork|github_app_authorization|gollum|installation\w*|issues|issue_comment|label|member\w*|merge_group|meta|milestone|org\w*|package\w*|page_build|project\w*|public|pull_request\w*|push|registry_package|release|repository\w*|secret_scanning\w*|security_\w*|sponsorship|star|status|sub_issues|team\w*|watch|workflow_\w+)$/

/** The header says what it is, the body what became of it. */
export function read({ headers, body }: HookRequest): Reading {
  const event = text(headers['x-github-event'], 60)
  const json: Body = at(parse(contentOf(headers, body)))
  const action = text(json.action, 60)
  const name = action ? `${event}.${action}` : event
  if (event === 'github_app_authorization' && action === 'revoked')
    return { is: 'account_ended', externalId: text(at(json.sender).id) }
  const notice: Told | undefined = under(told, event)?.(json, action)
  if (notice) return { is: 'notice', notice }
  if (!event) return { is: 'unrecognised', reason: 'no_event_name' }
  if (!known.test(event)) return { is: 'unrecognised', reason: 'unknown_event', about: event }
  return { is: 'ignored', event: name, reason: 'not_for_people' }
}

/** A webhook may be set to send forms, in which the body is one field. */
function contentOf(headers: HookRequest['headers'], body: Uint8Array): Uint8Array {
  if (!headers['content-type']?.includes('form')) return body
  return Buffer.from(new URLSearchParams(Buffer.from(body).toString('utf8')).get('payload') ?? '')
}
