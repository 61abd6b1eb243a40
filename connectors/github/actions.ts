import { type Action, type ActionSubject, NotPossible, ServiceRefused } from '../connector.ts'
import { at, list, text } from '../reading.ts'
import { callGitHub, demandDone, type GitHubClient, type GitHubSettings } from './site.ts'

/** An issue from a post, with a link back to it. */
export const createIssue: Action<GitHubSettings> = {
  id: 'create_issue',
  on: 'post',
  async form(client, _values, { text: said }) {
    const answer = await callGitHub(client, '/user/repos', { query: { sort: 'pushed', per_page: 100 } })
    demandDone(answer)
    const options = list(answer.json)
      .map(repo => at(repo))
      .filter(repo => repo.archived !== true && repo.has_issues !== false)
      .map(repo => ({ value: text(repo.full_name), label: text(repo.full_name) }))
    const label = (name: string): string => `action.create_issue.field.${name}`
    return [
      { name: 'repository', kind: 'select', label: label('repository'), required: true, options },
      {
        name: 'title',
        kind: 'text',
        label: label('title'),
        required: true,
        value: text(said.split('\n')[0] ?? '', 200),
      },
      { name: 'body', kind: 'long_text', label: label('body'), required: false, value: text(said, 10_000) },
    ]
  },
  async run(client, values, { url }) {
    const repository = text(values.repository)
    if (!/^[\w.-]+\/[\w.-]+$/.test(repository)) throw new ServiceRefused('no such repository')
    const answer = await callGitHub(client, `/repos/${repository}/issues`, {
      method: 'POST',
      json: { title: text(values.title, 250), body: [text(values.body, 20_000), url].filter(Boolean).join('\n\n') },
    })
    demandDone(answer)
    const { number, html_url } = at(answer.json)
    return { link: text(html_url, 1_000), values: { issue: `${repository}#${text(number)}` } }
  },
}

/** What is said on the card is said there too. */
export const comment: Action<GitHubSettings> = {
  id: 'comment',
  on: 'card',
  async form() {
    return [{ name: 'body', kind: 'long_text', label: 'action.comment.field.body', required: true }]
  },
  async run(client, { body }, subject) {
    const json = { body: text(body, 20_000) }
    demandDone(await callGitHub(client, `${pathOf(subject)}/comments`, { method: 'POST', json }))
    return { values: { issue: nameOf(subject) } }
  },
}

export const close = becoming('close', 'closed')
export const reopen = becoming('reopen', 'open')

/** Pull requests are issues too, here. */
function becoming(id: string, state: 'open' | 'closed'): Action<GitHubSettings> {
  return {
    id,
    on: 'card',
    async form() {
      return []
    },
    async run(client: GitHubClient, _values, subject) {
      demandDone(await callGitHub(client, pathOf(subject), { method: 'PATCH', json: { state } }))
      return { values: { issue: nameOf(subject) } }
    },
  }
}

const nameOf = ({ reference }: ActionSubject): string => `${reference?.ids.repo}#${reference?.ids.number}`

function pathOf({ reference }: ActionSubject): string {
  const { repo, number } = reference?.ids ?? {}
  if (!repo || !number) throw new NotPossible('gone')
  return `/repos/${repo}/issues/${number}`
}
