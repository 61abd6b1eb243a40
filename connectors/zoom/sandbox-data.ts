import type { SandboxDesk, SandboxPerson } from '../sandbox.ts'

export const people: readonly SandboxPerson[] = [
  { id: 'zu-bruno', name: 'Bruno Keller', sees: 'and hosts the operations meetings' },
  { id: 'zu-zoe', name: 'Zoé Lambert', sees: 'only meetings of her own' },
]

/** A meeting that the played service keeps. */
export interface PlayedMeeting {
  readonly id: number
  readonly uuid: string
  readonly host: string
  /** Begun at once: gone once it has ended. One that was scheduled then waits again. */
  readonly instant?: boolean
  topic: string
  status: 'waiting' | 'started' | 'ended'
  start: string
  minutes: number
}

export const firstMeetings = (desk: SandboxDesk): PlayedMeeting[] => [
  {
    id: 85047333470,
    uuid: '4444AAAiAAAAAiAiAiiAii==',
    host: 'zu-bruno',
    topic: `Loading plan for the week ${desk.secretWord()}`.trim(),
    status: 'waiting',
    start: '2026-11-24T09:00:00Z',
    minutes: 30,
  },
  {
    id: 93123456789,
    uuid: '5555AAAiAAAAAiAiAiiAii==',
    host: 'zu-zoe',
    topic: 'Website launch',
    status: 'waiting',
    start: '2026-11-25T14:00:00Z',
    minutes: 60,
  },
]

export const userOf = (person: SandboxPerson) => ({
  id: person.id,
  account_id: 'cobalt-account',
  email: `${person.id.slice(3)}@cobalt.example`,
  display_name: person.name,
  type: 2,
  status: 'active',
  timezone: 'Europe/Zurich',
})

export function meetingJson(meeting: PlayedMeeting, desk: SandboxDesk): object {
  const { id, uuid, host, topic, start, minutes, instant } = meeting
  const status = meeting.status === 'ended' ? 'waiting' : meeting.status
  return {
    ...{ id, uuid, topic, status },
    host_id: host,
    host_email: `${host.slice(3)}@cobalt.example`,
    type: instant ? 1 : 2,
    start_time: start,
    duration: minutes,
    timezone: 'Europe/Zurich',
    join_url: `${desk.address('site')}/j/${id}?pwd=played`,
    start_url: `${desk.address('site')}/s/${id}?zak=played-host-secret`,
  }
}
