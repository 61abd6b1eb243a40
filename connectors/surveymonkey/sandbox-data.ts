import type { SandboxDesk, SandboxPerson } from '../sandbox.ts'

export const people: readonly SandboxPerson[] = [
  { id: '5001', name: 'Lucie Bernard', sees: 'her own two surveys' },
  { id: '5002', name: 'Noor Haddad', sees: 'none' },
]

/** A collector that the played service keeps. */
export interface PlayedCollector {
  readonly id: string
  readonly slug: string
  status: 'open' | 'closed'
  responses: number
}

export interface PlayedSurvey {
  readonly id: string
  readonly owner: string
  readonly title: string
  readonly collectors: PlayedCollector[]
}

export const firstSurveys = (desk: SandboxDesk): PlayedSurvey[] => [
  {
    id: '7001',
    owner: '5001',
    title: `Canteen, autumn ${desk.secretWord()}`.trim(),
    collectors: [{ id: '9001', slug: 'canteen-autumn', status: 'open', responses: 12 }],
  },
  { id: '7002', owner: '5001', title: 'Bicycle parking', collectors: [] },
]

export const countOf = (survey: PlayedSurvey): number =>
  survey.collectors.reduce((sum, collector) => sum + collector.responses, 0)

export const surveyJson = (survey: PlayedSurvey, desk: SandboxDesk): object => ({
  id: survey.id,
  title: survey.title,
  nickname: '',
  language: 'en',
  question_count: 4,
  page_count: 1,
  response_count: countOf(survey),
  date_created: '2026-11-01T08:00:00',
  date_modified: '2026-11-20T15:30:00',
  analyze_url: `${desk.address('sites')}/analyze/played_${survey.id}`,
})

export const collectorJson = (collector: PlayedCollector, survey: PlayedSurvey, desk: SandboxDesk): object => ({
  id: collector.id,
  survey_id: survey.id,
  type: 'weblink',
  name: 'Web link',
  status: collector.status,
  response_count: collector.responses,
  url: `${desk.address('sites')}/r/${collector.slug}`,
})
