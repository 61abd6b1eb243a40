import { nowDate } from '../../platform/clock.ts'
import { enqueue } from '../../platform/jobs.ts'
import { openText, seal } from '../../platform/secrets.ts'
import { record } from '../audit/record.ts'
import { getListed } from '../integrations/catalog.ts'
import { type InstallationRow, installationById } from '../integrations/installations.sql.ts'
import { answerReceipt } from '../integrations/receipts.sql.ts'
import { isLinked } from './accounts.sql.ts'
import { oauthOf, revokeTokens, type Tokens } from './tokens.ts'

/** A service that is away for longer than a job lasts is asked again each hour, for a week. */
const againAfterMs = 3_600_000
const mostTurns = 168

/** A grant on its way back. */
export interface GrantToRevoke {
  readonly installationId: string
  /** What is given back, and where; Base64. */
  readonly sealed: string
  readonly turn: number
  /** The line of a receipt that hears what the service answers. */
  readonly line?: ReceiptLine | undefined
}

interface ReceiptLine {
  readonly receiptId: string
  readonly accountId: string
}

/** The tokens, and what the installation's address and client were when they were given up: it may stand elsewhere when their turn comes. */
interface Given {
  readonly tokens: Tokens
  /** Whose they were at the service. */
  readonly externalId?: string
  readonly settings: InstallationRow['settings']
  readonly credentials: string | null
}

const contextOf = (installationId: string): string => `grants_given_back:${installationId}`

/** Has a grant that is forgotten here taken back at the service: by a job, since the service may be away just now. */
export function askToRevoke(
  row: InstallationRow,
  tokens: Tokens,
  externalId: string,
  line?: ReceiptLine,
): Promise<void> {
  const { community_id, id, settings, credentials } = row
  const given: Given = { tokens, externalId, settings, credentials: credentials?.toString('base64') ?? null }
  const sealed = seal(JSON.stringify(given), contextOf(id)).toString('base64')
  return ask(community_id, { installationId: id, sealed, turn: 1, ...(line && { line }) })
}

/** Asks the service again where it gives no answer; that it does not know the grant is one. */
export async function revokeGrant(communityId: string, grant: GrantToRevoke, last: boolean): Promise<void> {
  const row = await installationById(communityId, grant.installationId)
  if (!row) return
  const { tokens, externalId, ...place }: Given = JSON.parse(
    openText(Buffer.from(grant.sealed, 'base64'), contextOf(row.id)),
  )
  const credentials = place.credentials === null ? null : Buffer.from(place.credentials, 'base64')
  try {
    const there = { ...row, settings: place.settings, credentials }
    if (externalId && (await wouldEndAnother(row, there, externalId))) {
      await recordAnswer(row, false)
      return await answerLine(communityId, grant, 'not_taken', 'still_used')
    }
    const { taken, status } = await revokeTokens(getListed(row.integration_id), there, tokens)
    await recordAnswer(row, taken)
    await answerLine(
      communityId,
      grant,
      taken ? 'taken' : 'not_taken',
      status === undefined ? 'no_way' : `HTTP ${status}`,
    )
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error)
    await answerLine(communityId, grant, last && grant.turn >= mostTurns ? 'given_up' : 'waiting', problem)
    if (!last || grant.turn >= mostTurns) throw error
    await ask(communityId, { ...grant, turn: grant.turn + 1 }, new Date(nowDate().getTime() + againAfterMs))
  }
}

/** Would the service take another account of the same person with it, which is linked here at the same place? Theirs is the last word then. */
async function wouldEndAnother(row: InstallationRow, there: InstallationRow, externalId: string): Promise<boolean> {
  const moved =
    JSON.stringify(row.settings) !== JSON.stringify(there.settings) ||
    Buffer.compare(row.credentials ?? Buffer.alloc(0), there.credentials ?? Buffer.alloc(0)) !== 0
  return !moved && oauthOf(getListed(row.integration_id), row).revoke?.whole === true && isLinked(row, externalId)
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

async function answerLine(
  communityId: string,
  { line }: GrantToRevoke,
  answer: 'waiting' | 'taken' | 'not_taken' | 'given_up',
  detail: string,
): Promise<void> {
  if (!line) return
  const { receiptId, accountId } = line
  await answerReceipt({ communityId, receiptId, kind: 'account', subjectId: accountId }, answer, detail)
}

/** Not of the installation's own queue: a grant is given back after it was switched off, too. */
const ask = (communityId: string, grant: GrantToRevoke, at?: Date): Promise<void> =>
  enqueue({ communityId, kind: 'revoke-grant', payload: { ...grant }, ...(at && { runAt: at.toISOString() }) })
