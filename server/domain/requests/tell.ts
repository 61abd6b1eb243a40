import type { NotificationKind } from '../../../contract/api/notifications.ts'
import { clipped } from '../../platform/harmless.ts'
import { administratorsOf } from '../community/administrators.ts'
import { announce } from '../events/announce.ts'
import { getListed } from '../integrations/catalog.ts'
import { forgetUnread } from '../notifications/notifications.sql.ts'
import { type From, notify } from '../notifications/notify.ts'
import { claimCommentMails } from './comments.sql.ts'
import { type Locked, markMailed } from './requests.sql.ts'
import { type SupporterRow, waitingSupporters } from './supporters.sql.ts'

type About = Pick<Locked, 'id' | 'integration_id'>

/** Names of services are the same in every language. */
export const nameOf = (integrationId: string): string => getListed(integrationId).words.en.name ?? integrationId

/** Open screens of those it concerns: who decides, and who asked. */
export const announceRequest = (communityId: string, { id }: About, memberIds: readonly string[]): Promise<void> =>
  announce({
    communityId,
    topic: 'request',
    field: 'requests',
    verb: 'changed',
    subjectId: id,
    data: { memberIds: [...memberIds] },
  })

/**
 * Those who decide hear that somebody asks; of more who ask while it is unread, one line says how many. By mail they hear of the first one, and of an
 * integration at most once a day: whoever asks, withdraws and asks again fills nobody's box.
 */
export async function tellDeciders(from: From, about: About, others: number): Promise<void> {
  await forgetUnread(from.communityId, 'request_made', about.id)
  const isNews = others === 0 && (await markMailed(from.communityId, about)) > 0
  await notify(from, {
    kind: 'request_made',
    memberIds: await administratorsOf(from.communityId),
    subjectId: about.id,
    values: { name: nameOf(about.integration_id), integrationId: about.integration_id, others },
    ...(!isNews && { mailTo: [] }),
  })
}

/** The outcome, to each with what it means for them: where their link stood, whether their groups have it. */
export async function tellOutcome(
  from: From,
  about: About,
  kind: NotificationKind,
  told: readonly { readonly supporter: SupporterRow; readonly where: string }[],
  note: string | null,
): Promise<void> {
  const alike = new Map<string, { memberIds: string[]; values: Record<string, string> }>()
  for (const { supporter, where } of told) {
    const values = { where, ...(supporter.post_id && { postId: supporter.post_id }) }
    const same = alike.get(JSON.stringify(values)) ?? { memberIds: [] as string[], values }
    same.memberIds.push(supporter.member_id)
    alike.set(JSON.stringify(values), same)
  }
  const common = {
    name: nameOf(about.integration_id),
    integrationId: about.integration_id,
    note: note ?? '',
    noted: note ? 'yes' : 'no',
  }
  // Whoever decides and had asked as well hears it too, so nobody is named as who did it.
  for (const { memberIds, values } of alike.values())
    await notify(
      { communityId: from.communityId },
      { kind, memberIds, subjectId: about.id, values: { ...common, ...values } },
    )
}

/** What is said about it, to everybody else whom it concerns; by mail at most once a day each, however much is said. */
export async function tellConversation(from: From, about: About, text: string, question: boolean): Promise<string[]> {
  const supporters = (await waitingSupporters(from.communityId, about.id)).map(one => one.member_id)
  const deciders = await administratorsOf(from.communityId)
  const values = { name: nameOf(about.integration_id), integrationId: about.integration_id, text: clipped(text, 300) }
  const others = [...new Set([...supporters, ...deciders])].filter(id => id !== from.memberId)
  const mailTo = await claimCommentMails(from.communityId, about.id, others)
  await notify(from, {
    kind: question ? 'request_question' : 'request_comment',
    memberIds: supporters.filter(id => !deciders.includes(id)),
    subjectId: about.id,
    values,
    mailTo,
  })
  await notify(from, {
    kind: 'request_comment',
    memberIds: deciders,
    subjectId: about.id,
    values: { ...values, decides: 1 },
    mailTo,
  })
  return supporters
}
