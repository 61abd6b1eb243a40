import type { Action, Answer, Reference } from '../connector.ts'
import { at, text } from './cards.ts'
import { peopleOf } from './people.ts'
import { refusedBy } from './refused.ts'
import { callSite, type JiraClient, type JiraSettings } from './site.ts'

/** Moves the issue on, along what its workflow lets this person do now. */
export const transition: Action<JiraSettings> = {
  id: 'transition',
  on: 'card',
  async form(client, _values, { reference }) {
    const answer = await callIssue(client, reference, '/transitions')
    const options = listIn(at(answer.json).transitions).map(one => ({ value: text(one.id), label: wordsOf(one) }))
    return [
      { name: 'transition', kind: 'select', label: 'action.transition.field.transition', required: true, options },
    ]
  },
  async run(client, values, { reference }) {
    const json = { transition: { id: text(values.transition) } }
    await callIssue(client, reference, '/transitions', 'POST', json)
    const answer = await callIssue(client, reference, '?fields=status')
    const { key = '' } = reference?.ids ?? {}
    return { values: { issue: key, status: text(at(answer.json, 'fields', 'status').name) } }
  },
}

/** What it is called, and where it leads if that is another word. */
function wordsOf(one: Readonly<Record<string, unknown>>): string {
  const [name, to] = [text(one.name), text(at(one, 'to').name)]
  return to && to !== name ? `${name} → ${to}` : name
}

/** Gives the issue to somebody whom its project lets have it. */
export const assign: Action<JiraSettings> = {
  id: 'assign',
  on: 'card',
  async form(client, _values, { reference }) {
    const { site, key = '' } = reference?.ids ?? {}
    const options = await peopleOf(client, site, { issueKey: key })
    return [{ name: 'person', kind: 'select', label: 'action.assign.field.person', required: true, options }]
  },
  async run(client, values, { reference }) {
    const person = text(values.person)
    const json = client.settings.deployment === 'cloud' ? { accountId: person } : { name: person }
    await callIssue(client, reference, '/assignee', 'PUT', json)
    const answer = await callIssue(client, reference, '?fields=assignee')
    const { key = '' } = reference?.ids ?? {}
    return { values: { issue: key, person: text(at(answer.json, 'fields', 'assignee').displayName) } }
  },
}

const listIn = (json: unknown): Readonly<Record<string, unknown>>[] =>
  Array.isArray(json) ? json.map(one => at(one)) : []

async function callIssue(
  client: JiraClient,
  reference: Reference | undefined,
  rest: string,
  method: 'GET' | 'POST' | 'PUT' = 'GET',
  json?: object,
): Promise<Answer> {
  const { site, key = '' } = reference?.ids ?? {}
  const [path, fields] = rest.split('?fields=')
  const answer = await callSite(client, site, `/issue/${encodeURIComponent(key)}${path}`, {
    method,
    ...(json && { json }),
    ...(fields && { query: { fields } }),
  })
  if (answer.status >= 300) throw refusedBy(answer)
  return answer
}
