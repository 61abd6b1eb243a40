/** Telling people what concerns them: the bell, and by mail where they asked for it. Callers tell only those who may read what it is about. */
import type { NotificationKind } from '../../../contract/api/notifications.ts'
import { publicOrigin } from '../../platform/addresses.ts'
import { transaction } from '../../platform/db.ts'
import { oneLine } from '../../platform/harmless.ts'
import { enqueue } from '../../platform/jobs.ts'
import { mailWorks } from '../../platform/mail.ts'
import { languageOf, say } from '../../platform/words.ts'
import { announce } from '../events/announce.ts'
import { insertNotifications, wantMail } from './notifications.sql.ts'
import { pathTo } from './present-notification.ts'

export interface News {
  readonly kind: NotificationKind
  readonly memberIds: readonly string[]
  readonly groupId?: string
  readonly subjectId?: string
  readonly values?: Record<string, string | number>
  /** Whom of them a mail may reach as well: where more comes of what was mailed before, the bell is enough. Absent: all. */
  readonly mailTo?: readonly string[]
}

/** Who did it; nobody where the server itself speaks. */
export interface From {
  readonly communityId: string
  readonly memberId?: string
}

/** Tells everybody named but who did it: the bell where they left it on, a mail where they asked for one. */
export async function notify(from: From, news: News): Promise<void> {
  const memberIds = [...new Set(news.memberIds)].filter(id => id !== from.memberId)
  if (memberIds.length === 0) return
  await transaction(async () => {
    await ring(from, news, memberIds)
    const { mailTo = memberIds } = news
    if (mailWorks() && mailTo.length > 0)
      await mail(
        from,
        news,
        memberIds.filter(id => mailTo.includes(id)),
      )
  })
}

async function ring(from: From, news: News, memberIds: readonly string[]): Promise<void> {
  const told = await insertNotifications(
    from.communityId,
    memberIds.map(member_id => ({
      member_id,
      kind: news.kind,
      actor_id: from.memberId ?? null,
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
}

/** A reason may be long, and of several lines. */
const longestSubject = 150

async function mail(from: From, news: News, memberIds: readonly string[]): Promise<void> {
  const about = { actorId: from.memberId ?? null, groupId: news.groupId ?? null }
  const readers = await wantMail(from.communityId, memberIds, news.kind, about)
  const link = `${publicOrigin()}${pathTo({ ...news, values: news.values ?? {} })}`
  await enqueue(
    ...readers.map(reader => {
      const language = languageOf(reader.language)
      const names = { actor: reader.actor ?? '', group: reader.group_name ?? '' }
      const said = say(language, `notifications.said.${news.kind}`, { ...names, ...news.values })
      return {
        communityId: from.communityId,
        kind: 'send-mail',
        payload: {
          to: reader.email,
          language,
          message: 'notification',
          values: { name: reader.name, subject: oneLine(said, longestSubject), sentence: said, link },
        },
      }
    }),
  )
}
