/** Telling people what concerns them: the bell, and by mail where they asked for it. Callers tell only those who may read what it is about. */
import type { NotificationKind } from '../../../contract/api/notifications.ts'
import { enqueue } from '../../platform/jobs.ts'
import { mailWorks } from '../../platform/mail.ts'
import { languageOf } from '../../platform/words.ts'
import { announce } from '../events/announce.ts'
import { insertNotifications, notificationsById, wantMail } from './notifications.sql.ts'
import { linkTo, sentence } from './present-notification.ts'

export interface News {
  readonly kind: NotificationKind
  readonly memberIds: readonly string[]
  readonly groupId?: string
  readonly subjectId?: string
  readonly values?: Record<string, string | number>
}

/** Who did it; nobody where the server itself speaks. */
export interface From {
  readonly communityId: string
  readonly memberId?: string
}

/** Tells everybody named but who did it. */
export async function notify(from: From, news: News): Promise<void> {
  const actorId = from.memberId ?? null
  const memberIds = [...new Set(news.memberIds)].filter(id => id !== actorId)
  if (memberIds.length === 0) return
  const told = await insertNotifications(
    from.communityId,
    memberIds.map(member_id => ({
      member_id,
      kind: news.kind,
      actor_id: actorId,
      group_id: news.groupId ?? null,
      subject_id: news.subjectId ?? null,
      values: news.values ?? {},
    })),
  )
  if (told.length === 0) return
  await announce(
    ...told.map(
      row =>
        ({
          communityId: from.communityId,
          topic: 'notification',
          field: 'notifications',
          verb: 'created',
          subjectId: row.id,
          data: { memberId: row.member_id },
        }) as const,
    ),
  )
  if (mailWorks()) await mail(from.communityId, news.kind, memberIds, told[0]?.id ?? '0')
}

async function mail(
  communityId: string,
  kind: NotificationKind,
  memberIds: readonly string[],
  sample: string,
): Promise<void> {
  const [row] = await notificationsById(communityId, [sample])
  if (!row) return
  const readers = await wantMail(communityId, memberIds, kind)
  await enqueue(
    ...readers.map(reader => {
      const language = languageOf(reader.language)
      const said = sentence(language, row)
      const values = { name: reader.name, subject: said, sentence: said, link: linkTo(row) }
      return {
        communityId,
        kind: 'send-mail',
        payload: { to: reader.email, language, message: 'notification', values },
      }
    }),
  )
}
