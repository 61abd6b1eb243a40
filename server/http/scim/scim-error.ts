import {
  type ScimErrorBody,
  type ScimProblem,
  type ScimProblemName,
  scimOfGraph,
  scimProblems,
  scimRefusals,
} from '../../../contract/scim/errors.ts'
import { messages } from '../../../contract/scim/names.ts'
import { Refusal } from '../../platform/refusal.ts'
import { inEnglish } from '../graph/answer-error.ts'
import { GraphError } from '../graph/graph-error.ts'

/** A call that ends in an error of SCIM's own. `said` is for whoever wrote the program: English, and never a secret. */
export class ScimError extends Error {
  override readonly name = 'ScimError'
  readonly problem: ScimProblemName

  constructor(problem: ScimProblemName, said: string) {
    super(said)
    this.problem = problem
  }
}

/** What is not there and what is hidden, in the same words. */
export const missing = (name: string): ScimError => new ScimError('missing', `Resource ${name} not found`)

export const badValue = (attribute: string, said: string): ScimError =>
  new ScimError('bad_value', `Attribute ${attribute}: ${said}`)

/** What went wrong, in every form that programs read. `name` is what was asked for. A fault says nothing of itself. */
export function wrong(error: unknown, name: string, traceId: string): { status: number; body: ScimErrorBody } {
  const { status, scimType, detail } = { scimType: undefined, ...named(error, name, traceId) }
  return {
    status,
    body: {
      schemas: [messages.error],
      status: String(status),
      ...(scimType && { scimType }),
      detail,
      Errors: [{ description: detail, code: status }],
      error: { message: detail, code: status },
    },
  }
}

function named(error: unknown, name: string, traceId: string): ScimProblem & { detail: string } {
  if (error instanceof ScimError) return { ...scimProblems[error.problem], detail: error.message }
  if (error instanceof GraphError) return { ...(scimOfGraph[error.problem] ?? { status: 400 }), detail: error.message }
  if (!(error instanceof Refusal)) return { status: 500, detail: `An unknown error occurred (trace ${traceId})` }
  if (error.code === 'not_found') return { status: 404, detail: missing(name).message }
  return { ...(scimRefusals[error.code] ?? scimProblems.bad_value), detail: inEnglish(error) }
}
