import type { FormField, FormValues } from '../../contract/form.ts'
import type { Action, ActionSubject, Answer } from '../connector.ts'
import { documentOf } from './adf.ts'
import { at, text } from './cards.ts'
import { peopleOf } from './people.ts'
import { refusedBy } from './refused.ts'
import { fieldOf, needsPeople, valuesForJira } from './required-fields.ts'
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
  const asked = fields.filter(
    field =>
      field.required === true && field.hasDefaultValue !== true && !ours.has(text(field.fieldId) || text(field.key)),
  )
  const people = asked.some(needsPeople) ? await peopleOf(client, undefined, { project }) : []
  return asked.map(field => fieldOf(field, people))
}

async function run(client: JiraClient, values: FormValues, subject: ActionSubject, key: string) {
  const cloud = client.settings.deployment === 'cloud'
  const description = text(values.description, 20_000)
  const answer = await callSite(client, undefined, '/issue', {
    method: 'POST',
    json: {
      fields: {
        project: { id: text(values.project) },
        issuetype: { id: text(values.type) },
        summary: text(values.summary, 255),
        ...(description && { description: cloud ? documentOf(description) : description }),
        ...valuesForJira(client, values),
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

export async function siteAddress(client: JiraClient): Promise<string> {
  if (client.settings.deployment === 'data_center') return client.address('site')
  const sites = client.details.sites
    ? (JSON.parse(client.details.sites) as Record<string, string>)
    : await readSites(client)
  return Object.keys(sites)[0] ?? ''
}
