import type { LinkedAccount } from '../../../contract/api/linking.ts'
import { transaction } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Person } from '../access/actor.ts'
import { record } from '../audit/record.ts'
import { findListed, sayOf } from '../integrations/catalog.ts'
import { type InstallationRow, installationOf, installationsOf } from '../integrations/installations.sql.ts'
import {
  type AccountRow,
  accountOf,
  choiceOf,
  deleteAccount,
  dropChoice,
  forgetPreviews,
  setChoice,
} from './accounts.sql.ts'
import { announceAccount } from './finish-sign-in.ts'
import { askToRevoke } from './revoke-grant.ts'
import { openTokens } from './tokens.ts'

/** The reader's own accounts at services that are enabled here. */
export async function listLinkedAccounts(actor: Person): Promise<LinkedAccount[]> {
  const rows = (await installationsOf(actor.communityId)).filter(
    row => row.state === 'enabled' && row.connection !== 'pending',
  )
  const accounts = await Promise.all(rows.map(row => linkedAccount(actor, row)))
  return accounts.filter(account => account !== undefined)
}

async function linkedAccount(actor: Person, row: InstallationRow): Promise<LinkedAccount | undefined> {
  const listed = findListed(row.integration_id)
  if (!listed?.connector.oauth) return undefined
  const [account, choice] = await Promise.all([
    accountOf(actor.communityId, row.id, actor.memberId),
    choiceOf(actor.communityId, row.id, actor.memberId),
  ])
  return {
    integrationId: row.integration_id,
    name: sayOf(listed, actor.language, 'name'),
    icon: `/api/integrations/${row.integration_id}/icon.svg`,
    label: account?.label ?? null,
    linkedAt: account?.linked_at.toISOString() ?? null,
    broken: account?.state === 'broken',
    never: choice?.never ?? false,
  }
}

/** Forgets the account here at once, with what it showed; a job takes the token back at the service. */
export async function unlinkAccount(actor: Person, integrationId: string): Promise<void> {
  const row = await demandRow(actor, integrationId)
  const account = await accountOf(actor.communityId, row.id, actor.memberId)
  if (!account) throw new Refusal('not_found')
  await transaction(async () => {
    await forgetLinked(row, account)
    await record({
      communityId: actor.communityId,
      actorId: actor.memberId,
      action: 'account.unlinked',
      subject: 'integration',
      subjectId: row.id,
    })
  })
}

/** Of a transaction: the account goes with what it showed, and a job gives the grant back. */
export async function forgetLinked(row: InstallationRow, account: AccountRow): Promise<void> {
  const { community_id, id, member_id, tokens, external_id } = account
  await deleteAccount(community_id, id)
  await askToRevoke(row, openTokens(id, tokens), external_id)
  await forgetPreviews(community_id, row.id, member_id)
  await announceAccount(community_id, row.id, member_id)
}

/** The answer to a card's question: not now (a week), never, or ask again. */
export async function answerLinking(
  actor: Person,
  integrationId: string,
  choice: 'not_now' | 'never' | 'ask',
): Promise<void> {
  const row = await demandRow(actor, integrationId)
  if (choice === 'ask') await dropChoice(actor.communityId, row.id, actor.memberId)
  else await setChoice(actor.communityId, row.id, actor.memberId, choice === 'never')
}

async function demandRow(actor: Person, integrationId: string): Promise<InstallationRow> {
  const row = await installationOf(actor.communityId, integrationId)
  if (!row) throw new Refusal('not_enabled')
  return row
}
