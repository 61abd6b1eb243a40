import { type GraphErrorBody, graphProblems, refusedAs } from '../../../contract/graph/errors.ts'
import { Refusal } from '../../platform/refusal.ts'
import { say } from '../../platform/words.ts'
import { inWords } from '../bad-input.ts'
import { GraphError, missing } from './graph-error.ts'

export interface Wrong {
  readonly status: number
  readonly body: GraphErrorBody
  readonly code: number
}

/**
 * What went wrong in Graph's envelope. A fault says nothing of itself: its trace id leads to the log. `name` is what was asked for, to say that it is
 * not there in the same words wherever that was found out.
 */
export function wrong(error: unknown, traceId: string, { name, method }: { name: string; method: string }): Wrong {
  const { problem, message } = named(
    error instanceof Refusal && error.code === 'not_found' ? missing(name, method) : error,
  )
  const { status, code, type, subcode } = { subcode: undefined, ...graphProblems[problem] }
  return {
    status,
    code,
    body: {
      error: {
        message,
        type,
        code,
        ...(subcode !== undefined && { error_subcode: subcode }),
        ...(problem === 'unknown' || problem === 'away' || problem === 'too_many' ? { is_transient: true } : {}),
        fbtrace_id: traceId,
      },
    },
  }
}

function named(error: unknown): { problem: keyof typeof graphProblems; message: string } {
  if (error instanceof GraphError) return { problem: error.problem, message: error.message }
  if (!(error instanceof Refusal)) return { problem: 'unknown', message: '(#1) An unknown error occurred' }
  const problem = refusedAs[error.code] ?? 'bad_parameter'
  const { code } = graphProblems[problem]
  return { problem, message: `(#${code}) ${inEnglish(error)}` }
}

/** In English, as all messages to programs: they are for whoever wrote them. */
export const inEnglish = (refusal: Refusal): string =>
  say(
    'en',
    `refusals.${refusal.code}`,
    refusal.code === 'bad_input' ? inWords('en', { ...refusal.data }) : { ...refusal.data },
  )
