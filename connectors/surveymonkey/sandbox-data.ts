import type { SandboxDesk, SandboxPerson } from '../sandbox.ts'

export const people: readonly SandboxPerson[] = [
  { id: '5001', name: 'Lucie Bernard', sees: 'her own two surveys' },
  { id: '5002', name: 'Noor Haddad', sees: 'one of her own' },
]

/** A collector that the played service keeps. */
export interface PlayedCollector {
  readonly id: string
  readonly slug: string
  status: 'open' | 'closed'
  responses: number
  readonly made: string
}

export interface PlayedSurvey {
  readonly id: string
  readonly owner: string
  readonly title: string
  readonly collectors: PlayedCollector[]
}

const made = '2026-11-01T08:00:00'

export const firstSurveys = (desk: SandboxDesk): PlayedSurvey[] => [
  {
    id: '7001',
    owner: '5001',
    title: `Canteen, autumn ${desk.secretWord()}`.trim(),
    collectors: [{ id: '9001', slug: 'canteen-autumn', status: 'open', responses: 12, made }],
  },
  {
    id: '7002',
    owner: '5001',
    title: 'Bicycle parking',
    collectors: [{ id: '9002', slug: 'parking-2025', status: 'closed', responses: 41, made }],
  },
  {
    id: '7003',
    owner: '5002',
    title: 'Lights in the yard',
    collectors: [{ id: '9003', slug: 'yard-lights', status: 'open', responses: 3, made }],
  },
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

/** What only a survey asked for by itself tells beside that. */
export const wholeJson = (survey: PlayedSurvey, desk: SandboxDesk): object => ({
  ...surveyJson(survey, desk),
  edit_url: `${desk.address('sites')}/create/?sm=played_${survey.id}_3D_3D`,
  summary_url: `${desk.address('sites')}/summary/played_${survey.id}`,
})

export const collectorJson = (collector: PlayedCollector, survey: PlayedSurvey, desk: SandboxDesk): object => ({
  id: collector.id,
  survey_id: survey.id,
  type: 'weblink',
  name: 'Web link',
  status: collector.status,
  response_count: collector.responses,
  url: `${desk.address('sites')}/r/${collector.slug}`,
  date_created: collector.made,
})
