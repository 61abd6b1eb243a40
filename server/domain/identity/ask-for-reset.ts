import { enqueue } from '../../platform/jobs.ts'
import { seatByEmail } from './one-time-links.sql.ts'
import { makeOneTimeLink } from './one-time-links.ts'
import { countLinkAsked } from './throttle.ts'

/** Puts the mail in the queue when the address is known; the answer is the same either way, and as quick. */
export async function askForReset(email: string, address: string): Promise<void> {
  await countLinkAsked(email, address)
  await enqueue({ communityId: '0', kind: 'mail-reset', payload: { email } })
}

/** The job's half: makes the link and hands the mail over, where the address belongs to somebody. */
export async function mailReset(
  email: string,
  send: (mail: { to: string; name: string; language: string; token: string }) => Promise<void>,
): Promise<void> {
  const seat = await seatByEmail(email)
  if (!seat) return
  const { token } = await makeOneTimeLink('reset', seat.community_id, seat.member_id, null)
  await send({ to: email, name: seat.name, language: seat.language, token })
}
