/**
 * What a type of issue cannot be made without, beyond what is always asked: as fields of a form, and as Jira wants them back. The form's names carry how a
 * value goes, for the values alone do not tell: `2027` may be the id of a choice or a word.
 */
import type { FormField, FormValues } from '../../contract/form.ts'
import { at, text } from './cards.ts'
import type { JiraClient } from './site.ts'

type Json = Readonly<Record<string, unknown>>
type Value = FormValues[string]

/** How a value goes, by the first word of its field's name. */
const ways: Readonly<Record<string, (value: Value, cloud: boolean) => unknown>> = {
  field: value => (Array.isArray(value) ? value.map(id => ({ id })) : { id: String(value) }),
  person: (value, cloud) => (cloud ? { accountId: String(value) } : { name: String(value) }),
  plain: value => value,
  moment: value => `${String(value)}T00:00:00.000+0000`,
  labels: value =>
    String(value)
      .split(/[\s,]+/)
      .filter(Boolean),
}

/** Fields of the form that are Jira's, with their values as Jira wants them. */
export function valuesForJira(client: JiraClient, values: FormValues): Record<string, unknown> {
  const cloud = client.settings.deployment === 'cloud'
  const found = Object.entries(values).flatMap(([name, value]) => {
    const [way = '', id] = name.split('.')
    const as = id === undefined ? undefined : ways[way]
    return as ? [[id, as(value, cloud)]] : []
  })
  return Object.fromEntries(found)
}

/** A required field as ours; `people` are whom the project lets have its issues. What no form can hold is asked in words, and Jira says what is wrong with them. */
export function fieldOf(field: Json, people: FormField['options']): FormField {
  const id = text(field.fieldId) || text(field.key)
  const { type, items } = at(field, 'schema')
  const base = { label: text(field.name), required: true }
  const options = Array.isArray(field.allowedValues) ? field.allowedValues.map(optionOf) : []
  if (options.length > 0) return { ...base, name: `field.${id}`, kind: type === 'array' ? 'many' : 'select', options }
  if (type === 'user' && people?.length) return { ...base, name: `person.${id}`, kind: 'select', options: people }
  if (type === 'date') return { ...base, name: `plain.${id}`, kind: 'date' }
  if (type === 'datetime') return { ...base, name: `moment.${id}`, kind: 'date' }
  if (type === 'number') return { ...base, name: `plain.${id}`, kind: 'number' }
  return { ...base, name: `${type === 'array' && items === 'string' ? 'labels' : 'plain'}.${id}`, kind: 'text' }
}

export const needsPeople = (field: Json): boolean => at(field, 'schema').type === 'user'

function optionOf(value: unknown) {
  const { id, name, value: word } = at(value)
  return { value: text(id), label: text(name) || text(word) }
}
