import type { FormField, FormValues } from '../../contract/form.ts'
import type { Action, ActionSubject } from '../connector.ts'
import { at, text } from '../reading.ts'
import { callZoom, demandDone, type ZoomClient, type ZoomSettings } from './site.ts'

const lengths = ['30', '45', '60', '90', '120']

function field(name: string, kind: FormField['kind'], more: Partial<FormField> = {}): FormField {
  return { name, kind, label: `action.start_meeting.field.${name}`, required: true, ...more }
}

const option = (value: string, label: string) => ({ value, label })

/** Starts a meeting now, or sets one; the link that joins it is posted, the one that hosts it stays at the service. */
export const startMeeting: Action<ZoomSettings> = {
  id: 'start_meeting',
  on: 'group',
  async form(client) {
    const later = { when: { name: 'when', value: 'later' } }
    const today = new Date(client.now()).toISOString().slice(0, 10)
    return [
      field('topic', 'text'),
      field('when', 'select', {
        value: 'now',
        options: ['now', 'later'].map(value => option(value, `action.start_meeting.when.${value}`)),
      }),
      field('day', 'date', { ...later, value: today }),
      field('time', 'select', { ...later, value: '10:00', options: halfHours().map(time => option(time, time)) }),
      field('length', 'select', { ...later, value: '30', options: lengths.map(value => option(value, value)) }),
    ]
  },
  async run(client: ZoomClient, values: FormValues, _subject: ActionSubject) {
    const answer = await callZoom(client, '/users/me/meetings', { method: 'POST', json: asked(values) })
    demandDone(answer)
    const made = at(answer.json)
    const topic = text(made.topic) || text(values.topic)
    const start = text(made.start_time)
    return {
      link: text(made.join_url, 1_000),
      values: { topic },
      known: { item: `meeting:${text(made.id)}`, values: { topic, status: 'waiting', ...(start && { start }) } },
    }
  },
}

const halfHours = (): string[] =>
  Array.from({ length: 48 }, (_, n) => `${String(Math.floor(n / 2)).padStart(2, '0')}:${n % 2 ? '30' : '00'}`)

/** Without a zone the time is the one of the host's own profile. */
function asked({ topic, when, day, time, length }: FormValues): object {
  const settings = { join_before_host: true, waiting_room: false }
  if (when !== 'later') return { topic: text(topic, 200), type: 1, settings }
  return {
    topic: text(topic, 200),
    type: 2,
    start_time: `${text(day, 10)}T${text(time, 5)}:00`,
    duration: Number(length) || 30,
    settings,
  }
}

/** Ends a meeting that runs: offered to its host, on its card. */
export const endMeeting: Action<ZoomSettings> = {
  id: 'end_meeting',
  on: 'card',
  async form() {
    return []
  },
  async run(client, _values, { reference }) {
    const id = reference?.ids.id ?? ''
    demandDone(
      await callZoom(client, `/meetings/${encodeURIComponent(id)}/status`, { method: 'PUT', json: { action: 'end' } }),
    )
    return { values: {} }
  },
}
