import { nowDate } from '../../platform/clock.ts'
import { enqueue } from '../../platform/jobs.ts'
import { openText, seal } from '../../platform/secrets.ts'
import { record } from '../audit/record.ts'
import { getListed } from '../integrations/catalog.ts'
import { type InstallationRow, installationById } from '../integrations/installations.sql.ts'
import { revokeTokens, type Tokens } from './tokens.ts'

/** A service that is away for longer than a job lasts is asked again each hour, for a week. */
const againAfterMs = 3_600_000
const mostTurns = 168

/** A grant on its way back. */
export interface GrantToRevoke {
  readonly installationId: string
  /** Its tokens, Base64. */
  readonly sealed: string
  readonly turn: number
}

const contextOf = (installationId: string): string => `grants_given_back:${installationId}`

/** Has a grant that is forgotten here taken back at the service: by a job, since the service may be away just now. */
export function askToRevoke(row: Pick<InstallationRow, 'community_id' | 'id'>, tokens: Tokens): Promise<void> {
  const sealed = seal(JSON.stringify(tokens), contextOf(row.id)).toString('base64')
  return ask(row.community_id, { installationId: row.id, sealed, turn: 1 })
}

/** Asks the service again where it gives no answer; that it does not know the grant is one. */
export async function revokeGrant(communityId: string, grant: GrantToRevoke, last: boolean): Promise<void> {
  const row = await installationById(communityId, grant.installationId)
  if (!row) return
  const tokens: Tokens = JSON.parse(openText(Buffer.from(grant.sealed, 'base64'), contextOf(row.id)))
  try {
    const taken = await revokeTokens(getListed(row.integration_id), row, tokens)
    await recordAnswer(row, taken)
  } catch (error) {
    if (!last || grant.turn >= mostTurns) throw error
    await ask(communityId, { ...grant, turn: grant.turn + 1 }, new Date(nowDate().getTime() + againAfterMs))
  }
}

/** What the service answered, beside what the administrator did. */
const recordAnswer = (row: InstallationRow, taken: boolean): Promise<void> =>
  record({
    communityId: row.community_id,
    action: 'integration.grant_given_back',
    subject: 'integration',
    subjectId: row.id,
    after: { tokens: taken ? 1 : 0, left: taken ? 0 : 1 },
  })

/** Not of the installation's own queue: a grant is given back after it was switched off, too. */
const ask = (communityId: string, grant: GrantToRevoke, at?: Date): Promise<void> =>
  enqueue({ communityId, kind: 'revoke-grant', payload: { ...grant }, ...(at && { runAt: at.toISOString() }) })
