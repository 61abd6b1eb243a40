import { type Answer, ServiceRefused } from '../connector.ts'
import { at } from './cards.ts'

/** Jira's own words: what is wrong with which field. */
export function refusedBy(answer: Answer): ServiceRefused {
  const { errorMessages } = at(answer.json)
  const errors = Object.entries(at(answer.json, 'errors')).map(([field, problem]) => `${field}: ${String(problem)}`)
  const words = [...(Array.isArray(errorMessages) ? errorMessages.map(String) : []), ...errors].join(' ')
  return new ServiceRefused(words.slice(0, 300) || `HTTP ${answer.status}`)
}
