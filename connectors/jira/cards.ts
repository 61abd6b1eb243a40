import type { Card, Fact } from '../../contract/preview.ts'
import { textIn } from './adf.ts'

type Json = Record<string, unknown>

/** An object at this path of an answer, or an empty one: what Jira leaves out is never an error. */
export function at(json: unknown, ...path: readonly string[]): Json {
  const found = path.reduce<unknown>((value, name) => (value as Json | undefined)?.[name], json)
  return typeof found === 'object' && found !== null && !Array.isArray(found) ? (found as Json) : {}
}

export const text = (value: unknown, most = 200): string =>
  typeof value === 'string' ? value.trim().slice(0, most) : ''

/** Jira's status categories (new, indeterminate, done) in our words. */
export function toneOf(category: unknown): NonNullable<Fact['tone']> {
  return category === 'done' ? 'done' : category === 'indeterminate' ? 'doing' : 'todo'
}

export function cardOfIssue(json: unknown, site: string): Card {
  const fields = at(json, 'fields')
  const key = text(at(json).key)
  const summary = textIn(fields.description, 300)
  return {
    url: `${site}/browse/${key}`,
    kind: 'issue',
    title: `${key} · ${text(fields.summary, 400)}`,
    facts: factsOf(fields),
    actions: ['transition', 'assign'],
    ...(summary && { summary }),
  }
}

function factsOf(fields: Json): Fact[] {
  const status = text(at(fields, 'status').name)
  const updated = isoOf(fields.updated)
  const facts: Fact[] = [
    { label: 'status', kind: 'state', value: status, tone: toneOf(at(fields, 'status', 'statusCategory').key) },
    { label: 'type', kind: 'text', value: text(at(fields, 'issuetype').name) },
    { label: 'assignee', kind: 'person', value: text(at(fields, 'assignee').displayName) || '—' },
    { label: 'priority', kind: 'text', value: text(at(fields, 'priority').name) },
    ...(updated ? [{ label: 'updated', kind: 'date', value: updated } as const] : []),
  ]
  return facts.filter(fact => fact.value !== '')
}

export function cardOfComment(issue: unknown, comment: unknown, site: string, id: string): Card {
  const card = cardOfIssue(issue, site)
  const author = text(at(comment, 'author').displayName)
  const summary = textIn(at(comment).body, 300)
  const facts: Fact[] = author ? [{ label: 'author', kind: 'person', value: author }, ...card.facts] : card.facts
  return {
    ...card,
    url: `${card.url}?focusedCommentId=${id}`,
    kind: 'comment',
    facts: facts.slice(0, 5),
    ...(summary && { summary }),
  }
}

export function cardOfProject(json: unknown, site: string, project: string): Card {
  const lead = text(at(json, 'lead').displayName)
  const summary = text(at(json).description, 300)
  return {
    url: `${site}/projects/${project}`,
    kind: 'project',
    title: text(at(json).name, 300) || project,
    facts: [
      { label: 'key', kind: 'text', value: text(at(json).key) || project },
      ...(lead ? [{ label: 'lead', kind: 'person', value: lead } as const] : []),
    ],
    ...(summary && { summary }),
  }
}

/** Jira writes `2026-11-03T09:14:00.000+0100`, without the colon that ISO 8601 and our screens expect. */
export function isoOf(value: unknown): string | undefined {
  const time = Date.parse(text(value).replace(/([+-]\d\d)(\d\d)$/, '$1:$2'))
  return Number.isNaN(time) ? undefined : new Date(time).toISOString()
}
