import { run, sql } from '../../platform/db.ts'
import type { Person } from '../access/actor.ts'
import { demandSection } from './articles.ts'

interface Section {
  readonly articleKey: string
  readonly sectionKey: string
}

/** A reader says whether a section helped, or says otherwise now. */
export async function answerHelp(
  actor: Person,
  { articleKey, sectionKey, helpful }: Section & { helpful: boolean },
): Promise<void> {
  demandSection(actor, articleKey, sectionKey)
  await run(sql`
    insert into help_answers (community_id, article, section, member_id, helpful)
    values (${actor.communityId}, ${articleKey}, ${sectionKey}, ${actor.memberId}, ${helpful})
    on conflict (community_id, article, section, member_id) do update set helpful = excluded.helpful, answered_at = now()`)
}

export async function takeBackAnswer(actor: Person, { articleKey, sectionKey }: Section): Promise<void> {
  demandSection(actor, articleKey, sectionKey)
  await run(sql`
    delete from help_answers
    where community_id = ${actor.communityId} and article = ${articleKey} and section = ${sectionKey} and member_id = ${actor.memberId}`)
}
