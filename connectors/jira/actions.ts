import type { FormField, FormValues } from '../../contract/form.ts'
import { type Action, type ActionSubject, type Answer, ServiceRefused } from '../connector.ts'
import { documentOf } from './adf.ts'
import { at, text } from './cards.ts'
import { callSite, type JiraClient, type JiraSettings, readSites } from './site.ts'

type Json = Record<string, unknown>

/** Creates an issue from a post: project, then type, then what that type requires; the issue gets a link back to the post. */
export const createIssue: Action<JiraSettings> = { id: 'create_issue', on: 'post', form, run }

const label = (name: string): string => `action.create_issue.field.${name}`

async function form(client: JiraClient, values: FormValues, subject: ActionSubject): Promise<FormField[]> {
  const projects = await listOf(await projectsOf(client), 'values')
  const fields: FormField[] = [
    {
      name: 'project',
      kind: 'select',
      label: label('project'),
      required: true,
      refreshes: true,
      options: projects.map(one => ({ value: text(one.id), label: `${text(one.key)} · ${text(one.name)}` })),
      ...kept(values, 'project'),
    },
  ]
  const project = projects.find(one => one.id === values.project)
  if (!project) return fields
  const types = await typesOf(client, text(project.id))
  fields.push({
    name: 'type',
    kind: 'select',
    label: label('type'),
    required: true,
    refreshes: true,
    options: types.map(one => ({ value: text(one.id), label: text(one.name) })),
    ...kept(values, 'type'),
  })
  if (!types.some(type => type.id === values.type)) return fields
  const [first = '', ...rest] = subject.text.trim().split('\n')
  const summary = typeof values.summary === 'string' ? values.summary : first.slice(0, 200)
  const description = typeof values.description === 'string' ? values.description : rest.join('\n').trim()
  return [
    ...fields,
    { name: 'summary', kind: 'text', label: label('summary'), required: true, value: summary },
    { name: 'description', kind: 'long_text', label: label('description'), required: false, value: description },
    ...(await requiredFields(client, text(project.id), text(values.type))).map(field => ({
      ...field,
      ...kept(values, field.name),
    })),
  ]
}

const kept = (values: FormValues, name: string): Partial<FormField> =>
  values[name] === undefined ? {} : { value: values[name] }

/** Data Center answers a plain list of projects, Cloud a page of them. */
const projectsOf = (client: JiraClient): Promise<Answer> =>
  client.settings.deployment === 'data_center'
    ? callSite(client, undefined, '/project')
    : callSite(client, undefined, '/project/search', { query: { maxResults: 100, orderBy: 'name' } })

async function typesOf(client: JiraClient, project: string): Promise<Json[]> {
  const types = await listOf(
    await callSite(client, undefined, `/issue/createmeta/${project}/issuetypes`),
    'issueTypes',
    'values',
  )
  return types.filter(type => type.subtask !== true)
}

async function listOf(answer: Answer, ...names: readonly string[]): Promise<Json[]> {
  if (answer.status >= 300) throw refusedBy(answer)
  const found = Array.isArray(answer.json) ? answer.json : names.map(name => at(answer.json)[name]).find(Array.isArray)
  return (found ?? []).map((one: unknown) => at(one))
}

const ours = new Set(['project', 'issuetype', 'summary', 'description', 'reporter', 'attachment'])

/** What this type of issue cannot be made without, beyond what we always ask. */
async function requiredFields(client: JiraClient, project: string, type: string): Promise<FormField[]> {
  const fields = await listOf(
    await callSite(client, undefined, `/issue/createmeta/${project}/issuetypes/${type}`),
    'fields',
    'values',
    'results',
  )
  return fields
    .filter(
      field =>
        field.required === true && field.hasDefaultValue !== true && !ours.has(text(field.fieldId) || text(field.key)),
    )
    .map(fieldOf)
}

function fieldOf(field: Json): FormField {
  const name = `field.${text(field.fieldId) || text(field.key)}`
  const schema = at(field, 'schema')
  const base = { name, label: text(field.name), required: true }
  const allowed = Array.isArray(field.allowedValues)
    ? field.allowedValues.map(value => ({
        value: text(at(value).id),
        label: text(at(value).name) || text(at(value).value),
      }))
    : []
  if (allowed.length > 0) return { ...base, kind: schema.type === 'array' ? 'many' : 'select', options: allowed }
  if (schema.type === 'date') return { ...base, kind: 'date' }
  if (schema.type === 'number') return { ...base, kind: 'number' }
  if (schema.type === 'string') return { ...base, kind: 'text' }
  throw new ServiceRefused(`“${base.label}” (${text(schema.type)})`)
}

async function run(client: JiraClient, values: FormValues, subject: ActionSubject, key: string) {
  const cloud = client.settings.deployment === 'cloud'
  const extra = Object.entries(values).filter(([name]) => name.startsWith('field.'))
  const description = text(values.description, 20_000)
  const answer = await callSite(client, undefined, '/issue', {
    method: 'POST',
    json: {
      fields: {
        project: { id: text(values.project) },
        issuetype: { id: text(values.type) },
        summary: text(values.summary, 255),
        ...(description && { description: cloud ? documentOf(description) : description }),
        ...Object.fromEntries(extra.map(([name, value]) => [name.slice('field.'.length), fieldValue(value)])),
      },
    },
  })
  const issue = text(at(answer.json).key)
  if (answer.status >= 300 || !issue) throw refusedBy(answer)
  await callSite(client, undefined, `/issue/${issue}/remotelink`, {
    method: 'POST',
    json: {
      globalId: `passerelle:${key}`,
      object: { url: subject.url, title: subject.text.trim().split('\n')[0]?.slice(0, 100) || subject.author },
    },
  })
  return { link: `${await siteAddress(client)}/browse/${issue}`, values: { issue } }
}

/** Choices go by id, words and numbers as they are. */
function fieldValue(value: FormValues[string]): unknown {
  if (Array.isArray(value)) return value.map(id => ({ id }))
  return typeof value === 'string' && /^\d+$/.test(value) ? { id: value } : value
}

export async function siteAddress(client: JiraClient): Promise<string> {
  if (client.settings.deployment === 'data_center') return client.address('site')
  const sites = client.details.sites
    ? (JSON.parse(client.details.sites) as Record<string, string>)
    : await readSites(client)
  return Object.keys(sites)[0] ?? ''
}

/** Jira's own words: what is wrong with which field. */
export function refusedBy(answer: Answer): ServiceRefused {
  const { errorMessages } = at(answer.json)
  const errors = Object.entries(at(answer.json, 'errors')).map(([field, problem]) => `${field}: ${String(problem)}`)
  const words = [...(Array.isArray(errorMessages) ? errorMessages.map(String) : []), ...errors].join(' ')
  return new ServiceRefused(words.slice(0, 300) || `HTTP ${answer.status}`)
}
