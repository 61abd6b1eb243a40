/** The double between a connector and its service can say no: to a value, to a header, to an answer that is never given. */
import { expect, test } from 'vitest'
import { callsOf, headerProblem } from './calls.ts'
import { validator } from './described.ts'
import type { Heard } from './exercise.ts'

const { described } = await callsOf('google-drive')
if (!described) throw new Error('it is described')
const check = validator(described)
const changes: Heard = {
  call: { method: 'GET', address: 'api', path: '/drive/v3/changes', query: { pageToken: '7', pageSize: 100 } },
  headers: {},
  answer: { status: 200, json: { newStartPageToken: '8', changes: [] } },
}
const problem = (heard: Heard): string | undefined => {
  const said = check(heard)
  return said === 'undescribed' ? said : said.problem
}

test('what is as described has no problem; a value that is not may not pass', () => {
  expect(problem(changes)).toBeUndefined()
  const query = (pageSize: string) => ({ ...changes, call: { ...changes.call, query: { pageToken: '7', pageSize } } })
  expect(problem(query('100'))).toBeUndefined()
  expect(problem(query('many'))).toContain('may not be “many”')
  expect(problem({ ...changes, call: { ...changes.call, query: {} } })).toContain('“pageToken” is missing')
})

test('an answer that the service never gives proves nothing', () => {
  const answered = (json: unknown): Heard => ({ ...changes, answer: { status: 200, json } })
  expect(problem(answered({ changes: 'none' }))).toContain('the played answer 200')
  expect(problem(answered({ newStartPageToken: 8 }))).toContain('the played answer 200')
  expect(problem(answered({ startPageToken: '8' }))).toContain('“.startPageToken”, which is not described')
  const change = (more: object) => answered({ changes: [{ fileId: '1', file: { id: '1', ...more } }] })
  expect(problem(change({ owners: [{ displayName: 'Noor' }] }))).toBeUndefined()
  expect(problem(change({ owners: [{ name: 'Noor' }] }))).toContain('“.changes[].file.owners[].name”')
})

test('a header that nobody described, or that holds something else, is heard of', () => {
  const calls = { headers: { 'x-version': /^\d+$/ } }
  const sent = (headers: Record<string, string>) => headerProblem(calls, { headers })
  expect(sent({ accept: 'application/json', 'x-version': '3' })).toBeUndefined()
  expect(sent({ 'x-version': 'three' })).toContain('not as described')
  expect(sent({ 'x-debug': '1' })).toContain('“x-debug” is not known')
  expect(headerProblem(calls, { headers: { boxapi: 'x' } }, ['boxapi'])).toBeUndefined()
})
