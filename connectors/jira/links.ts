import type { PreviewOutcome } from '../../contract/preview.ts'
import type { Answer, Place, Reference } from '../connector.ts'
import { cardOfComment, cardOfIssue, cardOfProject } from './cards.ts'
import { callSite, type JiraClient, type JiraSettings, siteOf } from './site.ts'

const issueKey = /^[a-z][a-z0-9_]+-\d+$/i
const projectKey = /^[A-Z][A-Z0-9_]+$/
const fields = 'summary,status,assignee,reporter,priority,issuetype,project,updated,created,description,labels,duedate'

/** Is this address an issue, a comment, a board or a project of a connected site? */
export function recognise(url: URL, place: Place<JiraSettings>): Reference | undefined {
  const found = siteOf(url, place)
  if (!found || found.path.startsWith('/wiki')) return undefined
  const { site, path } = found
  const parts = path.split('/').filter(Boolean)
  const key = [url.searchParams.get('selectedIssue'), ...parts]
    .find(part => part !== null && issueKey.test(part))
    ?.toUpperCase()
  if (key) return issueOrComment(url, site, key)
  const project = parts[parts.findIndex(part => part === 'projects' || part === 'browse') + 1]
  if (!project || !projectKey.test(project) || !/^(?:projects|browse|jira)$/.test(parts[0] ?? '')) return undefined
  const board = parts[parts.indexOf('boards') + 1]
  return parts.includes('boards') && board
    ? { kind: 'board', ids: { site, board, project } }
    : { kind: 'project', ids: { site, project } }
}

function issueOrComment(url: URL, site: string, key: string): Reference {
  const comment = url.searchParams.get('focusedCommentId') ?? /^#comment-(\d+)$/.exec(url.hash)?.[1]
  return comment && /^\d+$/.test(comment)
    ? { kind: 'comment', ids: { site, key, comment } }
    : { kind: 'issue', ids: { site, key } }
}

/** The card as this account sees it. Jira answers 404 for what is not there and for what is not this person's alike. */
export async function preview(reference: Reference, client: JiraClient): Promise<PreviewOutcome> {
  const { site = '', key = '', project = '', comment = '' } = reference.ids
  if (reference.kind === 'project' || reference.kind === 'board') {
    const answer = await callSite(client, site, `/project/${encodeURIComponent(project)}`)
    return misfortune(answer) ?? shown(cardOfProject(answer.json, site, project))
  }
  const answer = await callSite(client, site, `/issue/${encodeURIComponent(key)}`, { query: { fields } })
  const bad = misfortune(answer)
  if (bad || reference.kind === 'issue') return bad ?? shown(cardOfIssue(answer.json, site))
  const said = await callSite(client, site, `/issue/${encodeURIComponent(key)}/comment/${comment}`)
  // Gone, or kept from this person: the issue's card stands in, and proves no right to the comment.
  return said.status === 404
    ? { state: 'limited', audience: 'viewer', card: cardOfIssue(answer.json, site) }
    : (misfortune(said) ?? shown(cardOfComment(answer.json, said.json, site, comment)))
}

const shown = (card: ReturnType<typeof cardOfIssue>): PreviewOutcome => ({ state: 'shown', audience: 'viewer', card })

function misfortune({ status }: Answer): PreviewOutcome | undefined {
  if (status === 401) return { state: 'account_needed' }
  if (status === 403 || status === 404) return { state: 'not_yours' }
  if (status === 410) return { state: 'gone' }
  return status >= 400 ? { state: 'unreachable' } : undefined
}
