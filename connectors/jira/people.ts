import { at, text } from './cards.ts'
import { refusedBy } from './refused.ts'
import { callSite, type JiraClient } from './site.ts'

/** Whom an issue, or the issues of a project, may be given to; as choices, by the id with which Jira wants them back. */
export async function peopleOf(
  client: JiraClient,
  site: string | undefined,
  of: { issueKey: string } | { project: string },
) {
  const answer = await callSite(client, site, '/user/assignable/search', { query: { ...of, maxResults: 100 } })
  if (answer.status >= 300) throw refusedBy(answer)
  const users: readonly unknown[] = Array.isArray(answer.json) ? answer.json : []
  const id = client.settings.deployment === 'cloud' ? 'accountId' : 'name'
  return users.map(user => ({ value: text(at(user)[id]), label: text(at(user).displayName) }))
}
