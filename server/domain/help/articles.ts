/** The help centre: articles of `docs/`, each of whose sections asks its reader whether it helped. */
import type { HelpArticle, HelpCount, HelpEntry, HelpSection } from '../../../contract/api/help.ts'
import { type Article, readArticles } from '../../platform/articles.ts'
import { rows, sql } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Person } from '../access/actor.ts'
import { mayInCommunity } from '../access/may.ts'

/** The one section of an article that has none. */
const whole = 'all'

export async function listArticles(actor: Person): Promise<{ items: HelpEntry[] }> {
  const answers = await answersTo(actor)
  const items = readArticles(actor.language).map(article => ({
    key: article.key,
    readers: article.readers,
    title: article.title,
    sections: article.sections.map(({ key, title }) => ({ key, title })),
    count: countOf(
      actor,
      answers.filter(one => one.article === article.key),
    ),
  }))
  return { items }
}

export async function readArticle(actor: Person, articleKey: string): Promise<HelpArticle> {
  const article = findArticle(actor, articleKey)
  const answers = (await answersTo(actor)).filter(one => one.article === articleKey)
  const { key, readers, title, intro } = article
  const answered = (section: string) => {
    const its = answers.filter(one => one.section === section)
    return { helpful: its[0]?.own ?? null, count: countOf(actor, its) }
  }
  const sections: HelpSection[] = article.sections.map(section => ({ ...section, ...answered(section.key) }))
  if (sections.length > 0) return { key, readers, title, intro, sections }
  return { key, readers, title, intro: '', sections: [{ key: whole, title: null, text: intro, ...answered(whole) }] }
}

/** The article, which must have this section; an unknown one is not found. */
export function demandSection(actor: Person, articleKey: string, sectionKey: string): void {
  const { sections } = findArticle(actor, articleKey)
  const known = sections.length > 0 ? sections.some(one => one.key === sectionKey) : sectionKey === whole
  if (!known) throw new Refusal('not_found')
}

function findArticle(actor: Person, key: string): Article {
  const found = readArticles(actor.language).find(one => one.key === key)
  if (!found) throw new Refusal('not_found')
  return found
}

interface AnswerRow {
  article: string
  section: string
  yes: number
  no: number
  own: boolean | null
}

const answersTo = ({ communityId, memberId }: Person): Promise<AnswerRow[]> =>
  rows<AnswerRow>(sql`
    select article, section, count(*) filter (where helpful)::int as yes, count(*) filter (where not helpful)::int as no,
      bool_or(helpful) filter (where member_id = ${memberId}) as own
    from help_answers where community_id = ${communityId} group by article, section`)

function countOf(actor: Person, answers: readonly AnswerRow[]): HelpCount {
  if (!mayInCommunity(actor, 'integrations.manage')) return null
  return answers.reduce((sum, { yes, no }) => ({ yes: sum.yes + yes, no: sum.no + no }), { yes: 0, no: 0 })
}
