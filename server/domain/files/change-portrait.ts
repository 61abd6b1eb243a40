import type { AttachedFile } from '../../../contract/api/files.ts'
import { run, sql, transaction } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Bot } from '../access/actor.ts'
import { demandGranted } from '../access/granted.ts'
import { record } from '../audit/record.ts'
import { profilesById } from '../community/profiles.sql.ts'
import { announce } from '../events/announce.ts'

/** Gives somebody the picture of their profile; it is brought only once the program may. The one before is theirs no more. */
export async function changePortrait(bot: Bot, memberId: string, bring: () => Promise<AttachedFile>): Promise<string> {
  await demandGranted(bot, ['manage_profiles', 'manage_accounts'])
  if ((await profilesById(bot, [memberId])).length === 0) throw new Refusal('not_found')
  const { id, small } = await bring()
  const { communityId } = bot
  await transaction(async () => {
    await run(sql`
      update files f set deleted_at = now(), deleted_by = ${bot.memberId} from members m
      where m.community_id = ${communityId} and m.id = ${memberId} and f.community_id = m.community_id and f.is_portrait
        and m.picture like '/files/' || f.id || '/%'`)
    await run(sql`update files set is_portrait = true where community_id = ${communityId} and id = ${id}`)
    await run(
      sql`update members set picture = ${small}, changed_at = now() where community_id = ${communityId} and id = ${memberId}`,
    )
    await announce({
      communityId,
      topic: 'member',
      field: 'members',
      verb: 'changed',
      subjectId: memberId,
      actorId: bot.memberId,
    })
    await record({
      communityId,
      actorId: bot.memberId,
      action: 'person.provisioned',
      subject: 'person',
      subjectId: memberId,
      after: { picture: id },
    })
  })
  return id
}
