import type { FormField, FormValues } from '../../contract/form.ts'
import type { Action, ActionSubject } from '../connector.ts'
import { at, list, text, under } from '../reading.ts'
import { callOrg, demandDone, type SalesforceClient, type SalesforceSettings } from './site.ts'

/** What is to be done about a record, kept with it at the service. */
export const logTask: Action<SalesforceSettings> = {
  id: 'log_task',
  on: 'card',
  async form(_client, _values, subject) {
    return [
      ...words('log_task', 'Subject', subject),
      { name: 'ActivityDate', kind: 'date', label: 'action.log_task.field.ActivityDate', required: false },
    ]
  },
  async run(client, values, { reference, url }) {
    const id = reference?.ids.id ?? ''
    // Contacts and leads are who it is about, everything else is what.
    const about = /^(?:003|00Q)/.test(id) ? { WhoId: id } : { WhatId: id }
    const date = text(values.ActivityDate)
    const made = { ...written(values, ['Subject', 'Description'], url), ...about, ...(date && { ActivityDate: date }) }
    return { link: await create(client, 'Task', made), values: { title: text(values.Subject) } }
  },
}

export const createCase = fromPost('create_case', 'Case', 'Subject')
export const createLead = fromPost('create_lead', 'Lead', 'LastName')

/** A new record from a post: its words, and every field that this org insists on. */
function fromPost(id: string, object: string, first: string): Action<SalesforceSettings> {
  return {
    id,
    on: 'post',
    async form(client, _values, subject) {
      const asked = words(id, first, subject)
      return [
        ...asked,
        ...(await requiredFields(
          client,
          object,
          asked.map(field => field.name),
        )),
      ]
    },
    async run(client, values, { url }) {
      const names = Object.keys(values)
      return { link: await create(client, object, written(values, names, url)), values: { title: text(values[first]) } }
    },
  }
}

function words(action: string, first: string, { text: said }: ActionSubject): FormField[] {
  const title = text(said.split('\n')[0] ?? '', 80)
  return [
    {
      name: first,
      kind: 'text',
      label: `action.${action}.field.${first}`,
      required: true,
      ...(first === 'Subject' && { value: title }),
    },
    {
      name: 'Description',
      kind: 'long_text',
      label: `action.${action}.field.Description`,
      required: false,
      value: text(said, 4_000),
    },
  ]
}

/** The org says what it wants: fields that must be there, that nothing fills by itself, under the org's own labels. */
async function requiredFields(
  client: SalesforceClient,
  object: string,
  asked: readonly string[],
): Promise<FormField[]> {
  const answer = await callOrg(client, `/sobjects/${object}/describe`)
  demandDone(answer)
  return list(at(answer.json).fields)
    .map(field => at(field))
    .filter(field => field.createable === true && field.nillable === false && field.defaultedOnCreate !== true)
    .filter(field => !asked.includes(text(field.name)))
    .flatMap(fieldOf)
    .slice(0, 20)
}

const formats: Readonly<Record<string, FormField['kind']>> = {
  string: 'text',
  email: 'text',
  phone: 'text',
  url: 'url',
  textarea: 'long_text',
  double: 'number',
  int: 'number',
  currency: 'number',
  percent: 'number',
  date: 'date',
}

function fieldOf(field: Readonly<Record<string, unknown>>): FormField[] {
  const base = { name: text(field.name), label: text(field.label), required: true }
  const options = list(field.picklistValues)
    .map(one => at(one))
    .filter(one => one.active === true)
    .map(one => ({ value: text(one.value), label: text(one.label) }))
  if (text(field.type) === 'picklist') return [{ ...base, kind: 'select', options }]
  const kind = under(formats, text(field.type))
  return kind ? [{ ...base, kind }] : []
}

/** Where it came from stands at the end of its words. */
function written(values: FormValues, names: readonly string[], url: string): Record<string, unknown> {
  const given = names
    .map(name => [name, values[name]] as const)
    .filter(([, value]) => value !== undefined && value !== '')
  return {
    ...Object.fromEntries(given),
    Description: [text(values.Description, 30_000), url].filter(Boolean).join('\n\n'),
  }
}

async function create(
  client: SalesforceClient,
  object: string,
  json: Readonly<Record<string, unknown>>,
): Promise<string> {
  const answer = await callOrg(client, `/sobjects/${object}`, { method: 'POST', json })
  demandDone(answer)
  return `${client.details.instance}/${text(at(answer.json).id)}`
}
