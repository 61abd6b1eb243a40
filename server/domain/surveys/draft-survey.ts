/** Surveys drafted by programs (workplace-graph-api.md 5.15). They are kept as they were said; nobody is asked anything by a draft. */
import { one, rows, sql, transaction } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Bot } from '../access/actor.ts'
import { demandGranted } from '../access/granted.ts'
import { record } from '../audit/record.ts'

export const questionTypes = [
  'FREE_TEXT',
  'SINGLE_CHOICE',
  'MULTIPLE_CHOICE',
  'LIKERT_DISAGREE_TO_AGREE',
  'LIKERT_NOT_AT_ALL_TO_EXTREMELY',
] as const

/** What else was said of a question, its dependency above all, stands beside what we know of it. */
export type Question = Readonly<Record<string, unknown>> & {
  readonly text: string
  readonly question_type: (typeof questionTypes)[number]
}

export interface SurveyDraft {
  readonly title: string
  readonly isTest: boolean
  readonly inviteMessage: string
  readonly questions: readonly Question[]
  readonly scheduling: Readonly<Record<string, unknown>> | undefined
}

export async function draftSurvey(bot: Bot, draft: SurveyDraft): Promise<{ id: string }> {
  await demandGranted(bot, ['manage_surveys'])
  if (!draft.title.trim()) throw new Refusal('bad_input', { field: 'title', problem: 'missing' })
  return transaction(async () => {
    const made = await one<{ id: string }>(sql`
      insert into surveys (community_id, title, is_test, invite_message, questions, scheduling, made_by, installation_id)
      values (${bot.communityId}, ${draft.title.trim().slice(0, 250)}, ${draft.isTest}, ${draft.inviteMessage.slice(0, 5_000)},
        ${JSON.stringify(draft.questions)}::jsonb, ${draft.scheduling ? JSON.stringify(draft.scheduling) : null}::jsonb, ${bot.memberId}, ${bot.installationId})
      returning id`)
    await record({
      communityId: bot.communityId,
      actorId: bot.memberId,
      action: 'survey.drafted',
      subject: 'survey',
      subjectId: made.id,
      after: { title: draft.title, questions: draft.questions.length },
    })
    return made
  })
}

export interface Survey {
  id: string
  title: string
  is_test: boolean
  invite_message: string
  questions: Question[]
  scheduling: Record<string, unknown> | null
  made_at: Date
}

/** Drafts of this program; another's are not its business. */
export const surveysById = (bot: Bot, ids: readonly string[]): Promise<Survey[]> =>
  rows<Survey>(sql`
    select id, title, is_test, invite_message, questions, scheduling, made_at from surveys
    where community_id = ${bot.communityId} and id = any(${ids}::bigint[]) and installation_id = ${bot.installationId}`)
