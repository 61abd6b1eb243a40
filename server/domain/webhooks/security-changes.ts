import { graphTime, type SecurityValue } from '../../../contract/graph/changes.ts'
import { rows, sql } from '../../platform/db.ts'
import { browserOf } from './browser-of.ts'
import { ofDeliveries, type ReadValue, type Standing, standing } from './standing.ts'
import type { Leased } from './take-deliveries.ts'

interface AuditedRow extends Standing {
  community_id: string
  action: string
  at: Date
  address: string | null
  user_agent: string | null
  country: string | null
  actor_id: string | null
  actor_email: string | null
  subject: string
  target_id: string | null
  target_email: string | null
  /** Of an integration of the community's own. */
  custom_name: string | null
  integration_id: string | null
  state: string | null
}

/** Workplace's names where it had one for it; another is made of ours, in the same spelling. */
const names: Readonly<Record<string, string>> = {
  'person.deactivated': 'ADMIN_DEACTIVATE_ACCOUNT',
  'person.restored': 'ADMIN_ACTIVATE_ACCOUNT',
  'person.invited': 'ADMIN_CREATE_ACCOUNT',
  'person.role_changed': 'ADMIN_CHANGE_ROLE',
  'person.password_changed': 'PASSWORD_CHANGE',
  'person.password_reset': 'PASSWORD_RESET_SUCCESS',
  'session.started': 'USER_LOGIN',
  'session.failed': 'USER_LOGIN_FAILED',
  'session.ended': 'USER_LOGOUT',
  'person.reset_link_made': 'ADMIN_FORCE_PASSWORD_RESET',
}

/** Entries of the audit. Addresses of e-mail only where those may be read too. */
export async function readAudited(deliveries: readonly Leased[]): Promise<Map<string, ReadValue>> {
  const found = await rows<AuditedRow>(sql`
    select ${standing}, d.community_id, u.action, u.at, u.address, u.user_agent, u.country, u.actor_id, a.email as actor_email, u.subject, u.subject_id as target_id,
      t.email as target_email, ti.integration_id, k.name as custom_name, ti.state
    from ${ofDeliveries(deliveries)}
    join audit u on u.community_id = d.community_id and u.id = d.subject_id
    left join members a on a.community_id = u.community_id and a.id = u.actor_id
    left join members t on t.community_id = u.community_id and t.id = u.subject_id and u.subject = 'person'
    left join installations ti on ti.community_id = u.community_id and ti.id = u.subject_id and u.subject = 'integration'
    left join custom_integrations k on k.community_id = u.community_id and k.id::text = ti.integration_id`)
  return new Map(found.map(row => [row.id, changeOf(row)]))
}

function changeOf(row: AuditedRow): ReadValue {
  if (!row.enabled) return { cancelled: 'disabled' }
  if (!row.wanted) return { cancelled: 'unsubscribed' }
  if (!row.permissions.includes('read_security')) return { cancelled: 'not_permitted' }
  const emails = row.permissions.includes('read_email')
  const browser = row.user_agent ? browserOf(row.user_agent) : undefined
  const named: Record<string, string | null> = {
    event: eventOf(row),
    actor_id: row.actor_id,
    actor_email: emails ? row.actor_email : null,
    actor_community_id: row.actor_id && row.community_id,
    actor_scim_company_id: row.actor_id && row.community_id,
    target_id: row.target_id,
    target_email: emails ? row.target_email : null,
    target_community_id: row.community_id,
    target_company_id: row.community_id,
    ip: row.address,
    ip_country: row.country,
    useragent: row.user_agent,
    browser_name: browser?.name ?? null,
    browser_os: browser?.os ?? null,
    timestamp: graphTime(row.at),
  }
  const known = Object.entries(named).filter((entry): entry is [string, string] => entry[1] !== null)
  const value: SecurityValue = { ...Object.fromEntries(known), ...integrationOf(row) }
  return { value }
}

const eventOf = ({ action, custom_name }: AuditedRow): string =>
  names[action] ??
  (custom_name !== null && action.startsWith('integration.')
    ? `CUSTOM_INTEGRATION_${customVerbs[action] ?? 'EDIT'}`
    : action.toUpperCase().replace(/\W/g, '_'))

const customVerbs: Readonly<Record<string, string>> = {
  'integration.created': 'CREATE',
  'integration.removed': 'DELETE',
  'integration.deleted': 'DELETE',
  'integration.disabled': 'DISABLE',
  'integration.restored': 'ENABLE',
}

const integrationOf = ({ custom_name, integration_id, state }: AuditedRow): SecurityValue =>
  integration_id === null
    ? {}
    : {
        integration_data: {
          custom_integration_name: custom_name ?? integration_id,
          custom_integration_status: state === 'enabled' ? 'INSTALLED' : state === 'disabled' ? 'DISABLED' : 'REMOVED',
        },
      }
