import type { Language } from '../../../contract/api/basics.ts'
import { enqueue } from '../../platform/jobs.ts'
import { mailWorks } from '../../platform/mail.ts'
import { makeOneTimeLink } from '../identity/one-time-links.ts'
import { communityName, markInvited } from './people.sql.ts'

export interface LinkAsked {
  readonly kind: 'invitation' | 'reset'
  /** Makes the address of our page from a token. */
  readonly linkTo: (token: string) => string
  /** May programs of the company hand the link over themselves? */
  readonly kept?: boolean
}

/** Makes the link by which somebody gets in, and mails it where mail works and they have an address. */
export async function handOverLink(
  by: { communityId: string; memberId: string; language: Language },
  person: { id: string; name: string; email: string | null },
  { kind, linkTo, kept = false }: LinkAsked,
): Promise<{ link: string; mailed: boolean; endsAt: Date }> {
  const { token, endsAt } = await makeOneTimeLink(kind, by.communityId, person.id, by.memberId, { kept })
  if (kind === 'invitation') await markInvited(by.communityId, person.id)
  const link = linkTo(token)
  const mailed = mailWorks() && person.email !== null
  if (mailed && person.email) {
    const values = { name: person.name, community: await communityName(by.communityId), link }
    await enqueue({
      communityId: by.communityId,
      kind: 'send-mail',
      payload: { to: person.email, language: by.language, message: kind, values },
    })
  }
  return { link, mailed, endsAt }
}
