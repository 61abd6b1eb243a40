import type { Card, Fact } from '../../contract/preview.ts'
import { at, instant, list, text } from '../reading.ts'

const mostFacts = 4
/** What can hold a task. */
const withTasks = (object: string): boolean => !/^(?:Report|Dashboard|User|Task|Event)$/.test(object)

interface Field {
  readonly name: string
  readonly label: string
}

/** The fields that the org's administrator chose for this kind of record, under the names they have there, as this account may see them. */
export function cardFromLayout(json: unknown, id: string, url: string): Card | undefined {
  const record = at(json, 'records', id)
  const object = text(record.apiName)
  if (!object) return undefined
  const info = at(json, 'objectInfos', object)
  const fields = at(record.fields)
  const names = list(info.nameFields).map(name => text(name))
  const title = names.map(name => shown(fields[name])).find(Boolean) ?? ''
  const facts: Fact[] = [{ label: 'object', kind: 'text', value: text(info.label) || object }]
  for (const field of layoutOf(json, object)) {
    const value = shown(fields[field.name])
    if (value && !names.includes(field.name) && facts.length <= mostFacts) facts.push(factOf(field, fields, value))
  }
  return { url, kind: 'record', title: title || object, facts, ...(withTasks(object) && { actions: ['log_task'] }) }
}

/** Parts of the compact layout, in its order, whichever record type it is of. */
function layoutOf(json: unknown, object: string): Field[] {
  const [layout] = Object.values(at(json, 'layouts', object))
  const rows = list(at(layout, 'Compact', 'View').sections).flatMap(section => list(at(section).layoutRows))
  return rows
    .flatMap(row => list(at(row).layoutItems))
    .flatMap(item =>
      list(at(item).layoutComponents).map(part => ({
        name: text(at(part).apiName),
        label: text(at(item).label) || text(at(part).label),
      })),
    )
}

/** As the org writes it; a record that is pointed to by its own name. */
function shown(field: unknown): string {
  const { displayValue, value } = at(field)
  const pointed = at(value, 'fields')
  return text(displayValue) || text(value) || text(at(pointed.Name).value)
}

/** A day is written in the reader's way; states of sales and cases as states. */
function factOf({ name, label }: Field, fields: Readonly<Record<string, unknown>>, words: string): Fact {
  const raw = text(at(fields[name]).value)
  if (/^\d{4}-\d\d-\d\d(?:T.*)?$/.test(raw) && instant(raw)) return { label, kind: 'date', value: raw }
  if (/^(?:Status|StageName)$/.test(name)) return { label, kind: 'state', value: words, tone: toneOf(words) }
  return { label, kind: /^Owner(?:Id)?$/.test(name) ? 'person' : 'text', value: words }
}

const toneOf = (value: string): 'todo' | 'doing' | 'done' =>
  /closed|won|lost|completed|converted/i.test(value)
    ? 'done'
    : /new|open|not started|prospect/i.test(value)
      ? 'todo'
      : 'doing'

/** What has no layout: its name, and the few fields that most objects have. */
export function plainCard(kind: string, object: string, json: unknown, url: string): Card {
  const record = at(json)
  const title = [record.Name, record.Title, record.Subject, record.CaseNumber].map(one => text(one)).find(Boolean)
  const facts: Fact[] = [{ label: 'object', kind: 'text', value: object }]
  if (text(record.Status))
    facts.push({ label: 'status', kind: 'state', value: text(record.Status), tone: toneOf(text(record.Status)) })
  const changed = instant(record.LastModifiedDate)
  if (changed) facts.push({ label: 'changed', kind: 'date', value: changed })
  const summary = text(record.Description)
  return {
    url,
    kind,
    title: title ?? object,
    ...(summary && { summary }),
    facts,
    ...(withTasks(object) && { actions: ['log_task'] }),
  }
}
