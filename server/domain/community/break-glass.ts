import { maybe, run, sql, transaction } from '../../platform/db.ts'
import { record } from '../audit/record.ts'
import { makeOneTimeLink } from '../identity/one-time-links.ts'

/**
 * For the operator at the server's own console when no administrator can get in: makes this member a system administrator again and answers a
 * one-time token to set a new password. The audit keeps it.
 */
export async function breakGlass(email: string): Promise<{ name: string; token: string } | undefined> {
  return transaction(async () => {
    const member = await maybe<{
      community_id: string
      id: string
      name: string
      role: string
      active: boolean
      account_id: string | null
    }>(sql`
      select community_id, id, name, role, active, account_id from members
      where lower(email) = lower(${email}) and kind = 'person' order by community_id limit 1 for update`)
    if (!member) return undefined
    await run(sql`
      update members set role = 'system_administrator', active = true, deactivated_at = null
      where community_id = ${member.community_id} and id = ${member.id}`)
    await record({
      communityId: member.community_id,
      action: 'person.glass_broken',
      subject: 'person',
      subjectId: member.id,
      before: { role: member.role, active: member.active },
      after: { role: 'system_administrator', active: true },
    })
    const { token } = await makeOneTimeLink(
      member.account_id ? 'reset' : 'invitation',
      member.community_id,
      member.id,
      null,
    )
    return { name: member.name, token }
  })
}
