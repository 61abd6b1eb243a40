import type { FormField, FormValues } from '../../contract/form.ts'
import { type Action, type ActionSubject, type Answer, NotPossible } from '../connector.ts'
import { documentOf } from './adf.ts'
import { at, text } from './cards.ts'
import { peopleOf } from './people.ts'
import { refusedBy } from './refused.ts'
import { fieldOf, needsPeople, valuesForJira } from './required-fields.ts'
import { addressesOf, callSite, type JiraClient, type JiraSettings, nameOf } from './site.ts'

type Json = Record<string, unknown>

/** Creates an issue from a post: site, where there are several, project, then type, then what that type requires; the issue gets a link back to the post. */
export const createIssue: Action<JiraSettings> = { id: 'create_issue', on: 'post', remembers: ['site'], form, run }

const label = (name: string): string => `action.create_issue.field.${name}`

async function form(client: JiraClient, values: FormValues, subject: ActionSubject): Promise<FormField[]> {
  const sites = await addressesOf(client)
  const site = siteIn(sites, values)
  const where = sites.length > 1 ? [siteField(sites, site)] : []
  if (site === undefined) return where
  const projects = await listOf(await projectsOf(client, site), 'values')
  const fields: FormField[] = [
    ...where,
    {
      name: 'project',
      kind: 'select',
      label: label('project'),
      required: true,
      refreshes: true,
      options: projects.map(one => ({
        value: projectValue(where.length > 0, site, one),
        label: `${text(one.key)} · ${text(one.name)}`,
      })),
      ...kept(values, 'project'),
    },
  ]
  const project = projects.find(one => projectValue(where.length > 0, site, one) === values.project)
  if (!project) return fields
  const types = await typesOf(client, site, text(project.id))
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
    ...(await requiredFields(client, site, text(project.id), text(values.type))).map(field => ({
      ...field,
      ...kept(values, field.name),
    })),
  ]
}

const kept = (values: FormValues, name: string): Partial<FormField> =>
  values[name] === undefined ? {} : { value: values[name] }

/** The one that was chosen, or the only one; nothing where it has to be chosen yet. */
const siteIn = (sites: readonly string[], values: FormValues): string | undefined =>
  sites.length === 1 ? sites[0] : sites.find(site => site === values.site)

const siteField = (sites: readonly string[], site: string | undefined): FormField => ({
  name: 'site',
  kind: 'select',
  label: label('site'),
  required: true,
  refreshes: true,
  options: sites.map(value => ({ value, label: nameOf(value) })),
  ...(site !== undefined && { value: site }),
})

/** Sites number their projects each by itself: where there are several, the site stands before the number. */
const projectValue = (several: boolean, site: string, project: Json): string =>
  several ? `${site} ${text(project.id)}` : text(project.id)

/** Data Center answers a plain list of projects, Cloud a page of them. */
const projectsOf = (client: JiraClient, site: string): Promise<Answer> =>
  client.settings.deployment === 'data_center'
    ? callSite(client, site, '/project')
    : callSite(client, site, '/project/search', { query: { maxResults: 100, orderBy: 'name' } })

async function typesOf(client: JiraClient, site: string, project: string): Promise<Json[]> {
  const types = await listOf(
    await callSite(client, site, `/issue/createmeta/${project}/issuetypes`),
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
async function requiredFields(client: JiraClient, site: string, project: string, type: string): Promise<FormField[]> {
  const fields = await listOf(
    await callSite(client, site, `/issue/createmeta/${project}/issuetypes/${type}`),
    'fields',
    'values',
    'results',
  )
  const asked = fields.filter(
    field =>
      field.required === true && field.hasDefaultValue !== true && !ours.has(text(field.fieldId) || text(field.key)),
  )
  const people = asked.some(needsPeople) ? await peopleOf(client, site, { project }) : []
  return asked.map(field => fieldOf(field, people))
}

async function run(client: JiraClient, values: FormValues, subject: ActionSubject, key: string) {
  const cloud = client.settings.deployment === 'cloud'
  const site = siteIn(await addressesOf(client), values)
  if (site === undefined) throw new NotPossible('no_site')
  const description = text(values.description, 20_000)
  const answer = await callSite(client, site, '/issue', {
    method: 'POST',
    json: {
      fields: {
        project: { id: text(values.project, 1_000).split(' ').at(-1) },
        issuetype: { id: text(values.type) },
        summary: text(values.summary, 255),
        ...(description && { description: cloud ? documentOf(description) : description }),
        ...valuesForJira(client, values),
      },
    },
  })
  const issue = text(at(answer.json).key)
  if (answer.status >= 300 || !issue) throw refusedBy(answer)
  await callSite(client, site, `/issue/${issue}/remotelink`, {
    method: 'POST',
    json: {
      globalId: `passerelle:${key}`,
      object: { url: subject.url, title: subject.text.trim().split('\n')[0]?.slice(0, 100) || subject.author },
    },
  })
  return { link: `${site}/browse/${issue}`, values: { issue } }
}
