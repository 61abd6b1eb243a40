import { randomInt } from 'node:crypto'
import type { Language } from '../../../contract/api/basics.ts'
import { maybe, one, run, sql, transaction } from '../../platform/db.ts'
import { hashToken } from '../../platform/ids.ts'
import { hashPassword } from '../../platform/passwords.ts'
import { Refusal } from '../../platform/refusal.ts'
import { dropSetting, readSetting, writeSetting } from '../../platform/settings.ts'
import { visibleText } from '../../platform/visible-text.ts'
import { record } from '../audit/record.ts'
import { demandGoodPassword } from '../identity/password-rule.ts'
import { startSession, type Visitor } from '../identity/start-session.ts'

/** Letters and digits that are not mistaken for each other when read from a log. */
const alphabet = 'ABCDEFGHJKMNPQRSTVWXYZ23456789'

/** True while nobody has a seat: the first visit asks for the set-up code. */
export const needsSetUp = async (): Promise<boolean> => !(await maybe(sql`select from communities limit 1`))

/** Makes the one-time code that the log shows; only its hash is kept, and an earlier one is no longer good. */
export async function makeSetUpCode(): Promise<string> {
  const code = Array.from({ length: 12 }, () => alphabet[randomInt(alphabet.length)]).join('')
  await writeSetting('setup_code_hash', hashToken(code).toString('hex'))
  return `${code.slice(0, 4)}-${code.slice(4, 8)}-${code.slice(8)}`
}

export interface FirstVisit {
  readonly code: string
  readonly community: string
  readonly name: string
  readonly email: string
  readonly password: string
  readonly language: Language
}

/** The first visit: the first community, its administrator, and a session for them. Works once. */
export async function setUp(given: FirstVisit, visitor: Visitor): Promise<string> {
  const names = { community: visibleText('community', given.community), name: visibleText('name', given.name) }
  demandGoodPassword(given.password, given.email)
  const passwordHash = await hashPassword(given.password)
  return transaction(async () => {
    await run(sql`select pg_advisory_xact_lock(7233002)`)
    if (!(await needsSetUp())) throw new Refusal('already_set_up')
    await demandCode(given.code)
    const { communityId, accountId, memberId } = await insertFirst({ ...given, ...names }, passwordHash)
    await dropSetting('setup_code_hash')
    await record({
      communityId,
      actorId: memberId,
      action: 'server.set_up',
      subject: 'community',
      subjectId: communityId,
      address: visitor.address,
    })
    return startSession(accountId, communityId, visitor)
  })
}

async function demandCode(code: string): Promise<void> {
  const expected = await readSetting<string>('setup_code_hash')
  const given = hashToken(code.toUpperCase().replace(/[^A-Z0-9]/g, '')).toString('hex')
  if (!expected || given !== expected) throw new Refusal('setup_code_wrong')
}

async function insertFirst(given: FirstVisit, passwordHash: string) {
  const domain = given.email.split('@')[1] ?? 'localhost'
  const community = await one<{ id: string }>(sql`
    insert into communities (name, domain, language) values (${given.community}, ${domain}, ${given.language}) returning id`)
  const account = await one<{ id: string }>(sql`
    insert into accounts (email, password_hash, language, server_roles)
    values (${given.email.trim()}, ${passwordHash}, ${given.language}, '{operator}') returning id`)
  const member = await one<{ id: string }>(sql`
    insert into members (community_id, kind, account_id, name, email, role, claimed_at)
    values (${community.id}, 'person', ${account.id}, ${given.name}, ${given.email.trim()}, 'system_administrator', now()) returning id`)
  return { communityId: community.id, accountId: account.id, memberId: member.id }
}
