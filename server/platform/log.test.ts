import { expect, test } from 'vitest'
import { makeLog } from './log.ts'

function logged(entry: object): string {
  const lines: string[] = []
  makeLog('info', { write: line => lines.push(line) }).info(entry, 'something')
  return lines.join('')
}

test.each([
  ['at the top', { password: 'hunter2-word' }],
  ['one level down', { body: { client_secret: 'hunter2-word' } }],
  ['two levels down', { request: { headers: { authorization: 'Bearer hunter2-word' } } }],
  ['in a header with a hyphen', { headers: { 'set-cookie': 'session=hunter2-word' } }],
  ['as an OAuth code', { query: { code: 'hunter2-word' } }],
  ['in what PostgreSQL tells of a row', { err: Object.assign(new Error('duplicate'), { detail: '(hunter2-word)' }) }],
  ['in an address with a password', { config: { databaseUrl: 'postgresql://a:hunter2-word@b/c' } }],
])('a secret %s is not written', (_, entry) => {
  const text = logged(entry)
  expect(text).toContain('something')
  expect(text).not.toContain('hunter2-word')
})

test('the code of an error stays, for whoever looks for the cause', () => {
  expect(logged({ err: Object.assign(new Error('away'), { code: 'ECONNREFUSED' }) })).toContain('ECONNREFUSED')
})
