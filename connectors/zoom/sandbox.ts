import { createHmac } from 'node:crypto'
import { at, number, parse, text } from '../reading.ts'
import type { Sandbox, SandboxAnswer, SandboxDelivery, SandboxDesk, SandboxRequest } from '../sandbox.ts'
import { sign } from '../signatures.ts'
import { firstMeetings, meetingJson, type PlayedMeeting, people, userOf } from './sandbox-data.ts'

const meetingsOf = new WeakMap<SandboxDesk, PlayedMeeting[]>()

function meetings(desk: SandboxDesk): PlayedMeeting[] {
  const known = meetingsOf.get(desk) ?? firstMeetings(desk)
  meetingsOf.set(desk, known)
  return known
}

const notFound: SandboxAnswer = { status: 404, json: { code: 3001, message: 'Meeting does not exist.' } }

function answer(address: string, request: SandboxRequest, desk: SandboxDesk): SandboxAnswer {
  if (!request.path.startsWith('/v2/')) return page(address, request)
  const { person } = request
  if (!person) return { status: 401, json: { code: 124, message: 'Invalid access token.' } }
  const path = request.path.slice('/v2'.length)
  if (path === '/users/me') return { json: userOf(person) }
  if (path === '/users/me/meetings' && request.method === 'POST') return make(request, desk)
  const [, id, rest] = /^\/meetings\/(\d+)(\/status)?$/.exec(path) ?? []
  const meeting = meetings(desk).find(one => String(one.id) === id && one.host === person.id && !isOver(one))
  if (!meeting) return notFound
  if (rest && request.method === 'PUT') {
    meeting.status = 'ended'
    return { status: 204 }
  }
  return { json: meetingJson(meeting, desk) }
}

const isOver = ({ instant, status }: PlayedMeeting): boolean => instant === true && status === 'ended'

function make({ json, person }: SandboxRequest, desk: SandboxDesk): SandboxAnswer {
  const asked = at(json)
  const topic = text(asked.topic)
  if (!topic)
    return {
      status: 400,
      json: { code: 300, message: 'Validation Failed.', errors: [{ field: 'topic', message: 'Missing field.' }] },
    }
  const all = meetings(desk)
  const meeting: PlayedMeeting = {
    id: 84000000000 + all.length,
    uuid: `made${all.length}AAAiAAAAAiAiAiiAii==`,
    host: person?.id ?? '',
    topic,
    instant: asked.type === 1,
    status: asked.type === 1 ? 'started' : 'waiting',
    start: text(asked.start_time) || new Date(desk.now()).toISOString(),
    minutes: number(asked.duration) ?? 30,
  }
  all.push(meeting)
  return { status: 201, json: meetingJson(meeting, desk) }
}

function page(address: string, { path }: SandboxRequest): SandboxAnswer {
  return {
    html: `<h1>Zoom, played in small</h1><p>${address} ${/^\/[jw]\/\d+$/.test(path) ? `Meeting ${path.slice(3)} would open here.` : ''}</p>`,
  }
}

/** The newest meeting, so that what was just started from a group is what is told about. */
const newest = (desk: SandboxDesk): PlayedMeeting => meetings(desk).at(-1) as PlayedMeeting

const eventNames: Readonly<Record<string, (desk: SandboxDesk) => { event: string; payload: object }>> = {
  'The loading plan starts': desk => told('meeting.started', meetings(desk)[0] as PlayedMeeting, 'started', desk),
  'The newest meeting starts': desk => told('meeting.started', newest(desk), 'started', desk),
  'The newest meeting ends': desk =>
    told('meeting.ended', newest(desk), 'ended', desk, {
      end_time: new Date(desk.now() + 42 * 60_000).toISOString(),
      start_time: new Date(desk.now()).toISOString(),
    }),
  'Its recording is ready': desk => recorded('recording.completed', desk),
  'A meeting is planned': desk => told('meeting.created', meetings(desk)[0] as PlayedMeeting, undefined, desk),
  'The loading plan is put off': desk => {
    const [plan] = meetings(desk)
    const { event, payload } = told('meeting.updated', plan as PlayedMeeting, undefined, desk, {
      start_time: '2026-11-24T15:00:00Z',
    })
    return { event, payload: { ...payload, old_object: { id: plan?.id, start_time: plan?.start } } }
  },
  'The loading plan is cancelled': desk => told('meeting.deleted', meetings(desk)[0] as PlayedMeeting, undefined, desk),
  'Its transcript is ready': desk => recorded('recording.transcript_completed', desk),
  'Its summary is ready': desk => summed(newest(desk)),
  'Somebody joins': desk => told('meeting.participant_joined', newest(desk), undefined, desk),
  'Bruno takes the app away': () => ({
    event: 'app_deauthorized',
    payload: { account_id: 'cobalt-account', user_id: 'zu-bruno' },
  }),
  'Something Zoom does not send': () => ({ event: 'coffee.ready', payload: {} }),
}

const recorded = (event: string, desk: SandboxDesk): { event: string; payload: object } =>
  told(event, newest(desk), 'ended', desk, {
    share_url: `${desk.address('site')}/rec/share/played.recording`,
    recording_play_passcode: 'played',
  })

const summed = ({ id, uuid, topic, host }: PlayedMeeting): { event: string; payload: object } => {
  const summary_details = [{ label: 'Next steps', summary: 'The frames leave on Friday.' }]
  const object = { meeting_id: id, meeting_uuid: uuid, meeting_topic: topic, meeting_host_id: host, summary_details }
  return { event: 'meeting.summary_completed', payload: { account_id: 'cobalt-account', object } }
}

function told(
  event: string,
  meeting: PlayedMeeting,
  status: PlayedMeeting['status'] | undefined,
  desk: SandboxDesk,
  more: object = {},
): { event: string; payload: object } {
  if (status) meeting.status = status
  const { status: _status, start_url: _start, ...object } = meetingJson(meeting, desk) as Record<string, unknown>
  return { event, payload: { account_id: 'cobalt-account', object: { ...object, ...more } } }
}

function deliver(event: string, hook: { secret?: string }, desk: SandboxDesk): SandboxDelivery {
  const make = eventNames[event]
  if (!make) throw new Error(`no event is called “${event}”`)
  return signed(JSON.stringify({ ...make(desk), event_ts: desk.now() }), hook.secret ?? '', desk)
}

const signed = (body: string, secret: string, desk: SandboxDesk): SandboxDelivery => ({
  headers: { 'content-type': 'application/json', ...prove(Buffer.from(body), { secret }, desk).headers },
  body,
})

function prove(
  body: Uint8Array,
  { secret = '' }: { secret?: string },
  desk: SandboxDesk,
): { headers: Record<string, string> } {
  const stamp = String(Math.floor(desk.now() / 1_000))
  const message = `v0:${stamp}:${Buffer.from(body).toString('utf8')}`
  const signature = sign({ algorithm: 'sha256', encoding: 'hex' }, message, secret)
  return { headers: { 'x-zm-request-timestamp': stamp, 'x-zm-signature': `v0=${signature}` } }
}

/** As Zoom does when the address is saved: it must give the token back, sealed with the secret. */
async function check(hook: { url: string; secret?: string }, desk: SandboxDesk): Promise<boolean> {
  const secret = hook.secret ?? ''
  const plainToken = 'played-plain-token'
  const asked = signed(
    JSON.stringify({ event: 'endpoint.url_validation', event_ts: desk.now(), payload: { plainToken } }),
    secret,
    desk,
  )
  const answer = await desk.ask(hook.url, { method: 'POST', headers: { ...asked.headers }, body: asked.body })
  const given = at(parse(Buffer.from(answer.body)))
  return answer.status === 200 && given.encryptedToken === createHmac('sha256', secret).update(plainToken).digest('hex')
}

const sandbox: Sandbox = {
  people,
  links: desk => [
    {
      url: `${desk.address('site')}/j/85047333470?pwd=played`,
      about: 'A meeting of Bruno’s: he sees its topic, others can join.',
    },
    { url: `${desk.address('site')}/rec/share/played.recording`, about: 'A recording.' },
    { url: `${desk.address('site')}/w/98765432109`, about: 'A webinar.' },
    { url: `${desk.address('site')}/my/bruno.keller`, about: 'Bruno’s own room.' },
    { url: `${desk.address('site')}/meeting/register/tZAbCdEf`, about: 'A registration.' },
  ],
  answer,
  tokenAnswer: (_person, desk) => ({ api_url: desk.address('sites') }),
  handMade: { secret: 'zoom-secret-token', check },
  events: Object.keys(eventNames),
  deliver,
  prove,
}

export default sandbox
