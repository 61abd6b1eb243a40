import type { Answer } from '../connector.ts'
import { at, instant, list, number, text } from '../reading.ts'
import { callSurvey, demandDone, type SurveyClient } from './site.ts'

export interface Survey {
  readonly id: string
  readonly title: string
  readonly responses: number
  readonly questions: number
  readonly changed: string
  /** Names under which addresses of the vendor's site know it: of the editor, of results. None of them is its id. */
  readonly names: readonly string[]
}

export interface Collector {
  readonly id: string
  readonly name: string
  readonly url: string
  readonly open: boolean
  readonly responses: number
  readonly closes: string
  readonly made: string
}

/** A page of the account's surveys, the last changed first. */
export async function surveysOf(
  client: SurveyClient,
  asked: { title?: string; page?: number; size?: number } = {},
): Promise<{ surveys: Survey[]; more: boolean }> {
  const answer = await callSurvey(client, '/surveys', {
    query: {
      per_page: asked.size ?? 25,
      page: asked.page ?? 1,
      sort_by: 'date_modified',
      sort_order: 'DESC',
      include: 'response_count,date_modified,question_count,analyze_url',
      title: asked.title,
    },
  })
  demandDone(answer)
  const { data, links } = at(answer.json)
  return { surveys: list(data).map(surveyOf), more: text(at(links).next) !== '' }
}

export const askSurvey = (client: SurveyClient, id: string): Promise<Answer> =>
  callSurvey(client, `/surveys/${encodeURIComponent(id)}`)

/** Times have no zone at this service, and mean UTC. */
export const surveyOf = (json: unknown): Survey => {
  const survey = at(json)
  return {
    id: text(survey.id),
    title: text(survey.title),
    responses: number(survey.response_count) ?? 0,
    questions: number(survey.question_count) ?? 0,
    changed: zoned(text(survey.date_modified)),
    names: [survey.edit_url, survey.analyze_url, survey.summary_url]
      .map(url => nameIn(text(url, 1_000)))
      .filter(Boolean),
  }
}

const zoned = (time: string): string => time && `${time.replace(/(?:Z|[+-]\d\d:\d\d)$/, '')}Z`

/** What an address of the editor or of results calls a survey. */
export function nameIn(url: string): string {
  if (!URL.canParse(url)) return ''
  const { pathname, searchParams } = new URL(url)
  return searchParams.get('sm') ?? pathname.split('/')[2] ?? ''
}

/** Every collector that has an address. */
export async function collectorsOf(client: SurveyClient, surveyId: string): Promise<Collector[]> {
  const found: unknown[] = []
  for (let page = 1; page <= mostPages; page++) {
    const answer = await callSurvey(client, `/surveys/${encodeURIComponent(surveyId)}/collectors`, {
      query: { page, per_page: 100, include: 'url,status,type,response_count,close_date,date_created' },
    })
    demandDone(answer)
    const { data, links } = at(answer.json)
    found.push(...list(data))
    if (text(at(links).next) === '') break
  }
  return found.filter(one => text(at(one).type) === 'weblink').map(collectorOf)
}

const mostPages = 10

export const collectorOf = (json: unknown): Collector => {
  const collector = at(json)
  return {
    id: text(collector.id),
    name: text(collector.name),
    url: text(collector.url, 1_000),
    open: text(collector.status) === 'open',
    responses: number(collector.response_count) ?? 0,
    closes: text(collector.close_date),
    made: instant(zoned(text(collector.date_created))) ?? '',
  }
}

/** The last part of a collector's address: what everyone sees of it, and the only name a pasted address has. */
export const slugOf = (url: string): string =>
  URL.canParse(url) ? (/\/r\/([\w-]+)/.exec(new URL(url).pathname)?.[1] ?? '') : ''

export const itemOf = (slug: string): string => `collector:${slug}`
export const slugIn = (item: string): string => item.slice('collector:'.length)
