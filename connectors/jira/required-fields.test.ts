import { expect, test } from 'vitest'
import type { Answer, Call } from '../connector.ts'
import { createIssue } from './actions.ts'
import type { JiraClient, JiraSettings } from './site.ts'

const fields = [
  { fieldId: 'summary', name: 'Summary', required: true, schema: { type: 'string' } },
  { fieldId: 'c1', name: 'Year', required: true, schema: { type: 'string' } },
  {
    fieldId: 'c2',
    name: 'Area',
    required: true,
    schema: { type: 'option' },
    allowedValues: [{ id: '201', value: 'Road' }],
  },
  { fieldId: 'c3', name: 'Approver', required: true, schema: { type: 'user' } },
  { fieldId: 'c4', name: 'Begins', required: true, schema: { type: 'datetime' } },
  { fieldId: 'labels', name: 'Labels', required: true, schema: { type: 'array', items: 'string' } },
  { fieldId: 'c5', name: 'Pieces', required: true, schema: { type: 'number' } },
  { fieldId: 'c6', name: 'Odd', required: true, schema: { type: 'votes' } },
]
const answers: Readonly<Record<string, unknown>> = {
  '/project': [{ id: '1', key: 'OPS', name: 'Operations' }],
  '/project/search': { values: [{ id: '1', key: 'OPS', name: 'Operations' }] },
  '/issue/createmeta/1/issuetypes': { values: [{ id: '7', name: 'Task' }] },
  '/issue/createmeta/1/issuetypes/7': { values: fields },
  '/user/assignable/search': [{ accountId: 'acc-1', name: 'bruno', displayName: 'Bruno Keller' }],
  '/issue': { key: 'OPS-5' },
}
const subject = { text: 'A pallet is missing', url: 'https://here.example/posts/1', author: 'Noor' }

function clientAt(settings: JiraSettings, sent: Call[]): JiraClient {
  const answer = (call: Call): Answer => {
    sent.push(call)
    const path = call.path.replace(/^.*\/rest\/api\/\d/, '')
    return { status: 200, headers: {}, json: answers[path] ?? {}, text: '', bytes: Buffer.alloc(0) }
  }
  const details = { sites: JSON.stringify({ 'https://cobalt.atlassian.net': 'site-1' }) }
  return {
    settings,
    details,
    address: () => 'https://jira.example',
    now: () => 0,
    call: async (call: Call) => answer(call),
  } as never
}

test.each([
  [{ deployment: 'cloud' } as JiraSettings, { accountId: 'acc-1' }, 'acc-1'],
  [{ deployment: 'data_center', siteUrl: 'https://jira.example' } as JiraSettings, { name: 'bruno' }, 'bruno'],
])('every required field of %o is asked for, and goes as Jira wants it back', async (settings, person, choice) => {
  const sent: Call[] = []
  const client = clientAt(settings, sent)
  const values = { project: '1', type: '7' }
  const form = await createIssue.form(client, values, subject as never)
  expect(form.slice(4).map(({ name, kind }) => `${name} ${kind}`)).toEqual([
    'plain.c1 text',
    'field.c2 select',
    'person.c3 select',
    'moment.c4 date',
    'labels.labels text',
    'plain.c5 number',
    'plain.c6 text',
  ])
  expect(form.find(field => field.name === 'person.c3')?.options).toEqual([{ value: choice, label: 'Bruno Keller' }])
  const filled = { 'plain.c1': '2027', 'field.c2': '201', 'person.c3': choice, 'moment.c4': '2026-12-01' }
  const more = { 'labels.labels': 'late, night', 'plain.c5': 4, 'plain.c6': 'words' }
  await createIssue.run(client, { ...values, summary: 'S', ...filled, ...more }, subject as never, 'key')
  const made = sent.find(call => call.method === 'POST' && call.path.endsWith('/issue'))
  expect(made?.json).toMatchObject({
    fields: {
      c1: '2027',
      c2: { id: '201' },
      c3: person,
      c4: '2026-12-01T00:00:00.000+0000',
      labels: ['late', 'night'],
      c5: 4,
      c6: 'words',
    },
  })
})
