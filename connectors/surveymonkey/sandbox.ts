import { at, text } from '../reading.ts'
import type { Sandbox, SandboxAnswer, SandboxDelivery, SandboxDesk, SandboxRequest } from '../sandbox.ts'
import { sign } from '../signatures.ts'
import {
  collectorJson,
  firstSurveys,
  type PlayedCollector,
  type PlayedSurvey,
  people,
  surveyJson,
  wholeJson,
} from './sandbox-data.ts'

const surveysOf = new WeakMap<SandboxDesk, PlayedSurvey[]>()

function surveys(desk: SandboxDesk): PlayedSurvey[] {
  const known = surveysOf.get(desk) ?? firstSurveys(desk)
  surveysOf.set(desk, known)
  return known
}

const error = (status: number, id: string, message: string): SandboxAnswer => ({
  status,
  json: { error: { id, name: message, message, docs: '', http_status_code: status } },
})
const missing = error(404, '1020', 'There was an error retrieving the requested resource.')

async function answer(_address: string, request: SandboxRequest, desk: SandboxDesk): Promise<SandboxAnswer> {
  if (!request.path.startsWith('/v3/'))
    return { html: '<h1>SurveyMonkey, played in small</h1><p>The survey would be here.</p>' }
  const { person, method } = request
  if (!person) return error(401, '1012', 'The authorization token provided was invalid.')
  const path = request.path.slice('/v3'.length)
  if (path === '/users/me') {
    const [first_name, last_name] = person.name.split(' ')
    return { json: { id: person.id, username: person.name, first_name, last_name } }
  }
  if (path.startsWith('/webhooks')) return webhook(path, request, desk)
  const mine = surveys(desk).filter(survey => survey.owner === person.id)
  if (path === '/surveys')
    return found(
      mine.filter(survey => survey.title.includes(request.query.title ?? '')),
      desk,
    )
  const closing = /^\/collectors\/(\d+)$/.exec(path)?.[1]
  if (closing && method === 'PATCH') return close(closing, mine)
  const [, id, rest = ''] = /^\/surveys\/(\d+)(\/\w+)?$/.exec(path) ?? []
  const survey = mine.find(one => one.id === id)
  return survey ? aboutSurvey(survey, rest, request, desk) : missing
}

const found = (mine: readonly PlayedSurvey[], desk: SandboxDesk): SandboxAnswer => ({
  json: { data: mine.map(survey => surveyJson(survey, desk)), per_page: 25, page: 1, total: mine.length, links: {} },
})

function aboutSurvey(survey: PlayedSurvey, rest: string, { method }: SandboxRequest, desk: SandboxDesk): SandboxAnswer {
  if (rest === '') return { json: wholeJson(survey, desk) }
  if (rest === '/rollups')
    return {
      json: {
        data: [
          {
            id: 'q1',
            summary: [
              {
                choices: [
                  { id: 'c1', count: 8 },
                  { id: 'c2', count: 4 },
                ],
              },
            ],
          },
        ],
      },
    }
  if (rest === '/details')
    return {
      json: {
        pages: [
          {
            questions: [
              {
                id: 'q1',
                headings: [{ heading: 'More soup?' }],
                answers: {
                  choices: [
                    { id: 'c1', text: 'Yes' },
                    { id: 'c2', text: 'No' },
                  ],
                },
              },
            ],
          },
        ],
      },
    }
  if (rest !== '/collectors') return missing
  if (method !== 'POST')
    return { json: { data: survey.collectors.map(collector => collectorJson(collector, survey, desk)), links: {} } }
  const number = 9_100 + survey.collectors.length + Number(survey.id)
  const made: PlayedCollector = {
    ...{ id: String(number), slug: `made-${number}`, status: 'open', responses: 0 },
    made: new Date(desk.now()).toISOString().slice(0, 19),
  }
  survey.collectors.push(made)
  return { status: 201, json: collectorJson(made, survey, desk) }
}

function close(id: string, mine: readonly PlayedSurvey[]): SandboxAnswer {
  const collector = mine.flatMap(survey => survey.collectors).find(one => one.id === id)
  if (!collector) return missing
  collector.status = 'closed'
  return { json: { id, status: 'closed' } }
}

/** Made only where somebody answers HEAD, and never twice with one address. */
async function webhook(path: string, { method, json }: SandboxRequest, desk: SandboxDesk): Promise<SandboxAnswer> {
  const gone = /^\/webhooks\/(\d+)$/.exec(path)?.[1]
  if (gone && method === 'DELETE') return desk.hooks.delete(gone) ? { json: { id: gone } } : missing
  const url = text(at(json).subscription_url, 1_000)
  const taken = [...desk.hooks.values()].some(hook => hook.url === url)
  if (taken || (await desk.ask(url, { method: 'HEAD' })).status !== 200)
    return error(400, '1000', 'Unable to verify the subscription url.')
  const id = String(3_000 + desk.hooks.size)
  desk.hooks.set(id, { url })
  return { status: 201, json: { id, name: text(at(json).name), subscription_url: url } }
}

let count = 0

/** What each event does; the last collector that is open is meant. Nobody is told of one that is closed or opened again. */
const eventNames: Readonly<Record<string, (collector: PlayedCollector) => string | undefined>> = {
  'Somebody answers': collector => {
    collector.responses++
    return 'response_completed'
  },
  'Lucie closes the survey': collector => {
    collector.status = 'closed'
    return undefined
  },
  'Lucie opens it again': collector => {
    collector.status = 'open'
    return undefined
  },
  'Something SurveyMonkey does not send': () => 'coffee_ready',
}

function deliver(event: string, hook: { url: string }, desk: SandboxDesk): SandboxDelivery | undefined {
  const make = eventNames[event]
  if (!make) throw new Error(`no event is called “${event}”`)
  const wanted = event === 'Lucie opens it again' ? 'closed' : 'open'
  const survey = surveys(desk).find(one => one.collectors.some(collector => collector.status === wanted))
  const collector = survey?.collectors.findLast(one => one.status === wanted)
  const type = collector && make(collector)
  if (!type) return undefined
  count++
  const body = JSON.stringify({
    name: 'Passerelle',
    filter_type: 'collector',
    filter_id: collector.id,
    event_type: type,
    event_id: `${desk.now()}${count}`,
    object_type: 'response',
    object_id: String(count),
    event_datetime: new Date(desk.now()).toISOString(),
    resources: { collector_id: collector.id, survey_id: survey?.id },
  })
  return { headers: { 'content-type': 'application/json', ...prove(Buffer.from(body), hook, desk).headers }, body }
}

function prove(body: Uint8Array, _hook: object, desk: SandboxDesk): { headers: Record<string, string> } {
  const signature = sign({ algorithm: 'sha1', encoding: 'base64' }, body, `client&${desk.clientSecret()}`)
  return { headers: { 'sm-apikey': 'client', 'sm-signature': signature } }
}

const sandbox: Sandbox = {
  people,
  links: desk => [
    { url: `${desk.address('sites')}/r/canteen-autumn`, about: 'A survey of Lucie’s: others can take it.' },
    { url: `${desk.address('sites')}/create/?sm=played_7001_3D_3D`, about: 'The same in its editor.' },
    { url: `${desk.address('sites')}/analyze/played_7001`, about: 'Its results: only for Lucie.' },
    { url: `${desk.address('sites')}/r/parking-2025`, about: 'One of Lucie’s that is closed.' },
    { url: `${desk.address('sites')}/r/yard-lights`, about: 'A survey of Noor’s.' },
    { url: `${desk.address('sites')}/results/SM-played/`, about: 'Results that were shared.' },
  ],
  answer,
  refresh: 'none',
  busy: () => ({
    json: { error: { id: '1040', name: 'Rate limit reached', http_status_code: 429 } },
    headers: { 'x-ratelimit-app-global-minute-remaining': '0', 'x-ratelimit-app-global-minute-reset': '42' },
  }),
  tokenAnswer: (_person, desk) => ({ access_url: desk.address('sites') }),
  events: Object.keys(eventNames),
  deliver,
  prove,
}

export default sandbox
