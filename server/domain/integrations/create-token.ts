import type { OverlapHours } from '../../../contract/api/custom-integrations.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Person } from '../access/actor.ts'
import { issueToken, revokeToken, tokensOf } from './access-tokens.ts'
import { changeCustom } from './change-custom.ts'
import type { InstallationRow } from './installations.sql.ts'

/** Makes the token, or another in its place: those before it end after the overlap. It is answered here and never again. */
export async function createToken(
  actor: Person,
  integrationId: string,
  overlapHours: OverlapHours,
): Promise<{ row: InstallationRow; token: string }> {
  let token = ''
  const row = await changeCustom(actor, integrationId, 'integration.token_created', async ({ id }) => {
    const before = await tokensOf(actor.communityId, id)
    token = await issueToken({ communityId: actor.communityId, installationId: id }, actor.memberId, overlapHours)
    return { after: { overlapHours, earlier: before.length } }
  })
  return { row, token }
}

/** Ends one token now, for instance an earlier one whose program has changed over. */
export async function endToken(actor: Person, integrationId: string, tokenId: string): Promise<InstallationRow> {
  return changeCustom(actor, integrationId, 'integration.token_ended', async ({ id }) => {
    if ((await revokeToken(actor.communityId, id, tokenId)) === 0) throw new Refusal('not_found')
    return { after: { token: tokenId } }
  })
}
