import type { SandboxAnswer, SandboxRequest } from '../sandbox.ts'
import { at, text } from './cards.ts'
import { maySee, type PlayedIssue, people, statuses, userOf } from './sandbox-data.ts'

const ids = Object.keys(statuses) as PlayedIssue['status'][]

/** Where an issue can go, and who has it; nothing where the path asks for something else. */
export function movesOf(issue: PlayedIssue, rest: string, { method, json }: SandboxRequest): SandboxAnswer | undefined {
  if (rest === '/transitions' && method === 'GET')
    return {
      json: {
        transitions: ids
          .filter(id => id !== issue.status)
          .map(id => ({ id: String(ids.indexOf(id)), name: `To ${statuses[id].name}`, to: statuses[id] })),
      },
    }
  if (rest === '/transitions') {
    const to = ids[Number(text(at(json, 'transition').id))]
    if (!to) return refused('This transition is not valid.')
    issue.status = to
    return { status: 204 }
  }
  if (rest !== '/assignee') return undefined
  const { accountId, name } = at(json)
  const person = people.find(one => one.id === (accountId ?? name))
  if (!person || !maySee(person, issue.project)) return refused('The user cannot be assigned issues.')
  issue.assignee = person
  return { status: 204 }
}

const refused = (words: string): SandboxAnswer => ({ status: 400, json: { errorMessages: [words], errors: {} } })

/** Whom the project of this issue lets have it. */
export const assignable = ({ query }: SandboxRequest): SandboxAnswer => ({
  json: people.filter(one => maySee(one, query.issueKey?.split('-')[0] ?? '')).map(userOf),
})

/** Those that this person sees, by the words of the question. */
export function found(all: readonly PlayedIssue[], { json, person }: SandboxRequest): PlayedIssue[] {
  const words = /text ~ "(.*?)\*"/.exec(text(at(json).jql, 1_000))?.[1]?.toLowerCase() ?? ''
  return all.filter(
    issue => maySee(person, issue.project) && `${issue.key} ${issue.summary}`.toLowerCase().includes(words),
  )
}
