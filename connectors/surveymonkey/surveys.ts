import { at, list, number, text } from '../reading.ts'
import { callSurvey, type SurveyClient } from './site.ts'

/** How many of an account's surveys are looked through for an address: the newest, because those are shared. */
export const mostSurveys = 25

export interface Survey {
  readonly id: string
  readonly title: string
  readonly responses: number
  readonly questions: number
  readonly changed: string
  readonly analyze: string
}

export interface Collector {
  readonly id: string
  readonly url: string
  readonly open: boolean
  readonly responses: number
  readonly closes: string
}

/** The account's surveys, the last changed first. Times have no zone at this service, and mean UTC. */
export async function surveysOf(
  client: SurveyClient,
  asked: { title?: string; page?: number } = {},
): Promise<{ status: number; surveys: Survey[]; more: boolean }> {
  const answer = await callSurvey(client, '/surveys', {
    query: {
      per_page: mostSurveys,
      page: asked.page ?? 1,
      sort_by: 'date_modified',
      sort_order: 'DESC',
      include: 'response_count,date_modified,question_count,analyze_url',
      title: asked.title,
    },
  })
  const { data, links } = at(answer.json)
  return { status: answer.status, surveys: list(data).map(surveyOf), more: text(at(links).next) !== '' }
}

export const surveyOf = (json: unknown): Survey => {
  const survey = at(json)
  return {
    id: text(survey.id),
    title: text(survey.title),
    responses: number(survey.response_count) ?? 0,
    questions: number(survey.question_count) ?? 0,
    changed: text(survey.date_modified) && `${text(survey.date_modified).replace(/(?:Z|[+-]\d\d:\d\d)$/, '')}Z`,
    analyze: text(survey.analyze_url, 1_000),
  }
}

export async function collectorsOf(client: SurveyClient, surveyId: string): Promise<Collector[]> {
  const answer = await callSurvey(client, `/surveys/${encodeURIComponent(surveyId)}/collectors`, {
    query: { per_page: 50, include: 'url,status,type,response_count,close_date' },
  })
  return list(at(answer.json).data)
    .filter(one => text(at(one).type) === 'weblink')
    .map(collectorOf)
}

export const collectorOf = (json: unknown): Collector => {
  const collector = at(json)
  return {
    id: text(collector.id),
    url: text(collector.url, 1_000),
    open: text(collector.status) === 'open',
    responses: number(collector.response_count) ?? 0,
    closes: text(collector.close_date),
  }
}

/** The last part of a collector's address: what everyone sees of it, and the only name a pasted address has. */
export const slugOf = (url: string): string =>
  URL.canParse(url) ? (/\/r\/([\w-]+)/.exec(new URL(url).pathname)?.[1] ?? '') : ''

export const itemOf = (slug: string): string => `collector:${slug}`
