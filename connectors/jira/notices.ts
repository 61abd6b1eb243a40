import type { Notice } from '../../contract/notice.ts'
import type { Fact } from '../../contract/preview.ts'
import type { Place, Reading } from '../connector.ts'
import { under } from '../reading.ts'
import { textIn } from './adf.ts'
import { at, text, toneOf } from './cards.ts'
import type { JiraSettings } from './site.ts'

type Json = Record<string, unknown>

export const kinds = [
  'issue_created',
  'issue_updated',
  'issue_deleted',
  'comment_created',
  'comment_updated',
  'comment_deleted',
] as const
type Kind = (typeof kinds)[number]

/** Old servers send comments as updates of the issue, named only here; and the name may be absent, with a comment in the body. */
const commentTypes: Readonly<Record<string, Kind>> = {
  issue_commented: 'comment_created',
  issue_comment_edited: 'comment_updated',
  issue_comment_deleted: 'comment_deleted',
}

/** Fields whose change is worth no notice: they follow from others, or order a list. */
const silent = new Set(['rank', 'timespent', 'timeestimate', 'worklogid', 'remoteissuelink', 'link', 'attachment'])
const mostFacts = 4

/** Makes the notice of an issue's or a comment's event. */
export function noticeOf(event: string, body: Json, place: Place<JiraSettings>): Reading {
  const issue = at(body, 'issue')
  const key = text(issue.key)
  const kind = kindOf(event, body)
  if (!key) return { is: 'ignored', event: kind, reason: 'no_subject' }
  if (kind === 'comment_deleted' && isRestricted(at(body, 'comment')))
    return { is: 'ignored', event: kind, reason: 'not_for_people' }
  const said = kind.startsWith('comment_')
    ? commentSaid(kind, body)
    : kind === 'issue_updated'
      ? changeSaid(body)
      : { key: kind, values: {}, facts: factsOfIssue(issue) }
  if (!said) return { is: 'ignored', event: kind, reason: 'nothing_changed' }
  const fields = at(issue, 'fields')
  const site = siteOf(issue, place)
  const notice: Notice = {
    event: kind,
    key: said.key,
    values: { actor: actorOf(body).name, issue: key, summary: text(fields.summary, 300), ...said.values },
    facts: said.facts.slice(0, mostFacts),
    link: `${site}/browse/${key}${said.comment ? `?focusedCommentId=${said.comment}` : ''}`,
    ...peopleIn({ actor: actorOf(body).id, to: said.to ?? '' }),
    // Two sites may have projects of one name.
    item: place.settings.deployment === 'cloud' ? `${site} ${key}` : key,
    properties: {
      project: text(at(fields, 'project').key) || key.replace(/-\d+$/, ''),
      type: text(at(fields, 'issuetype').name),
      priority: text(at(fields, 'priority').name),
    },
    at: typeof body.timestamp === 'number' ? body.timestamp : 0,
  }
  return { is: 'notice', notice }
}

/** Kept from some who see the issue. Once it is gone nobody can be asked who might have seen it. */
const isRestricted = (comment: Json): boolean =>
  Object.keys(at(comment, 'visibility')).length > 0 || comment.jsdPublic === false

interface Said {
  readonly key: string
  readonly values: Record<string, string>
  readonly facts: Fact[]
  readonly comment?: string
  /** Whose account `values.to` names. */
  readonly to?: string
}

const peopleIn = (ids: Readonly<Record<string, string>>): Pick<Notice, 'people'> => {
  const known = Object.entries(ids).filter(([, id]) => id !== '')
  return known.length > 0 ? { people: Object.fromEntries(known) } : {}
}

function kindOf(event: string, body: Json): Kind {
  if (event !== 'jira:issue_updated') return event.replace('jira:', '') as Kind
  const named = under(commentTypes, text(body.issue_event_type_name))
  const commented = Object.keys(at(body, 'comment')).length > 0 && changesOf(body).length === 0
  return named ?? (commented ? editedOrNew(at(body, 'comment')) : 'issue_updated')
}

const editedOrNew = (comment: Json): Kind =>
  comment.updated !== undefined && comment.updated !== comment.created ? 'comment_updated' : 'comment_created'

function actorOf(body: Json): { name: string; id: string } {
  const comment = at(body, 'comment')
  const users = [at(body, 'user'), at(comment, 'updateAuthor'), at(comment, 'author')]
  const user = users.find(one => text(one.displayName) !== '') ?? {}
  return { name: text(user.displayName) || '—', id: accountIn(user) }
}

/** As `account` says who it is: Cloud has ids of accounts, Data Center keys. */
const accountIn = (user: Json): string => text(user.accountId) || text(user.key)

function commentSaid(kind: Kind, body: Json): Said {
  const comment = at(body, 'comment')
  const id = text(comment.id)
  // Without a number nobody can be asked who may read it.
  const words = kind === 'comment_deleted' || !id ? '' : textIn(comment.body, 300)
  return { key: kind, values: { text: words }, facts: [], ...(id && kind !== 'comment_deleted' && { comment: id }) }
}

interface Change {
  readonly field: string
  readonly from: string
  readonly to: string
  readonly toId: string
}

function changesOf(body: Json): Change[] {
  const { items } = at(body, 'changelog')
  const changes = (Array.isArray(items) ? items : []).map(item => ({
    field: text(at(item).field, 60),
    from: text(at(item).fromString),
    to: text(at(item).toString),
    toId: text(at(item).to),
  }))
  return changes.filter(change => change.field !== '' && !silent.has(change.field.toLowerCase()))
}

/** One change that people wait for is the sentence; all of them are facts. */
function changeSaid(body: Json): Said | undefined {
  const changes = changesOf(body)
  const fields = at(body, 'issue', 'fields')
  const of = (field: string): Change | undefined => changes.find(change => change.field.toLowerCase() === field)
  const status = of('status')
  const assignee =
    of('assignee') ??
    (changes.length === 0 && body.issue_event_type_name === 'issue_assigned' ? assigneeNow(fields) : undefined)
  if (status)
    return {
      key: 'status_changed',
      values: { from: status.from, to: status.to },
      facts: factsOfChanges(changes, fields),
    }
  if (assignee)
    return {
      key: assignee.to ? 'assigned' : 'unassigned',
      values: { to: assignee.to },
      to: assignee.toId || accountIn(at(fields, 'assignee')),
      facts: factsOfChanges(changes, fields),
    }
  if (changes.length === 0) return undefined
  return {
    key: 'fields_changed',
    values: {
      fields: changes
        .slice(0, mostFacts)
        .map(change => change.field)
        .join(', '),
    },
    facts: factsOfChanges(changes, fields),
  }
}

const assigneeNow = (fields: Json): Change => ({
  field: 'assignee',
  from: '',
  to: text(at(fields, 'assignee').displayName),
  toId: accountIn(at(fields, 'assignee')),
})

function factsOfChanges(changes: readonly Change[], fields: Json): Fact[] {
  return changes.map(({ field, from, to }) => {
    if (field.toLowerCase() === 'status')
      return { label: 'status', kind: 'state', value: to, tone: toneOf(at(fields, 'status', 'statusCategory').key) }
    const value = [from || '—', to || '—'].map(word => word.slice(0, 80)).join(' → ')
    return { label: known.has(field.toLowerCase()) ? field.toLowerCase() : field, kind: 'text', value }
  })
}

/** Fields whose names are ours to translate; others keep the name they have at the service. */
const known = new Set([
  'assignee',
  'priority',
  'summary',
  'description',
  'labels',
  'duedate',
  'sprint',
  'issuetype',
  'reporter',
  'component',
  'resolution',
])

function factsOfIssue(issue: Json): Fact[] {
  const fields = at(issue, 'fields')
  const facts: Fact[] = [
    { label: 'type', kind: 'text', value: text(at(fields, 'issuetype').name) },
    { label: 'priority', kind: 'text', value: text(at(fields, 'priority').name) },
    { label: 'assignee', kind: 'person', value: text(at(fields, 'assignee').displayName) },
  ]
  return facts.filter(fact => fact.value !== '')
}

/** The page of the issue: on Data Center under the configured base, on Cloud at the site that sent it. */
function siteOf(issue: Json, place: Place<JiraSettings>): string {
  return (place.settings.deployment === 'cloud' && originOf(issue)) || place.address('site')
}

/** The site an issue says it is of. */
export function originOf(issue: Json): string {
  const own = text(issue.self, 500).split('/rest/')[0] ?? ''
  return URL.canParse(own) ? own : ''
}
