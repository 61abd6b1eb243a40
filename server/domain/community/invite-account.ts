import { oneTimePage } from '../../platform/addresses.ts'
import type { Bot } from '../access/actor.ts'
import { handOverLink } from './hand-over-link.ts'
import { markInvited } from './people.sql.ts'

/**
 * Invites for a program: by mail, and the link is kept for programs that hand it over themselves. Whoever has no address counts as invited and gets no link, since
 * one signs in here by an address.
 */
export async function inviteAccount(
  bot: Bot,
  person: { id: string; name: string; email: string | null },
): Promise<void> {
  if (person.email === null) await markInvited(bot.communityId, person.id)
  else await handOverLink(bot, person, { kind: 'invitation', linkTo: oneTimePage, kept: true })
}
