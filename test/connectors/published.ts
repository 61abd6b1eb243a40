import { existsSync, readdirSync, readFileSync } from 'node:fs'
import type { Published } from '../../connectors/calls.ts'

const shared = process.env.PASSERELLE_FIXTURES ?? new URL('../../../shared/fixtures', import.meta.url).pathname

/** An answer as its service gave it, or prints it. */
export interface Given {
  readonly status: number
  readonly json: unknown
}

/** Names of the answers that others published for an app; none where nobody did. */
export function publishedFor(id: string): string[] {
  const folder = `${shared}/${id}/api`
  return existsSync(folder) ? readdirSync(folder).map(file => file.replace(/\.json$/, '')) : []
}

/** What stands in a file: recorded calls with their answers, an interface's examples of results and errors, or one body. */
export function answersIn(id: string, { file, inList }: Pick<Published, 'file' | 'inList'>): Given[] {
  const json = JSON.parse(readFileSync(`${shared}/${id}/api/${file}.json`, 'utf8'))
  if (inList) return [{ status: 200, json: { data: [json] } }]
  if (Array.isArray(json) && json.every(one => typeof one?.method === 'string' && 'body' in one))
    return json.map(({ status, body }) => ({ status, json: body }))
  if (json.result && typeof json.result === 'object')
    return [
      ...Object.values(json.result).map(one => ({ status: 200, json: one })),
      ...Object.values(json.error ?? {}).map(error => ({ status: 409, json: { error_summary: '…', error } })),
    ]
  return [{ status: statusIn(file, json), json }]
}

/** Where only a body is printed, its name says which status it came with, or it says so itself. */
function statusIn(file: string, json: { error?: { http_status_code?: unknown } }): number {
  const own = json.error?.http_status_code
  const named = /[_-]([1-5]\d\d)(?:[_-]|$)/.exec(file)?.[1]
  if (typeof own === 'number' || named) return Number(own ?? named)
  if (/expired_session/.test(file)) return 401
  return /error/.test(file) ? 400 : 200
}
