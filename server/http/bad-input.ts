import type { FastifyError } from 'fastify'
import type { Language } from '../../contract/api/basics.ts'
import type { FieldProblem } from '../../contract/refusals.ts'
import { Refusal } from '../platform/refusal.ts'
import { knows, say, type Values } from '../platform/words.ts'

/** What the checker of schemas calls it, and what we call it. */
const problems: Readonly<Record<string, FieldProblem>> = {
  required: 'missing',
  minLength: 'too_short',
  maxLength: 'too_long',
  minItems: 'too_few',
  maxItems: 'too_many',
  minimum: 'too_small',
  maximum: 'too_large',
  enum: 'not_offered',
  const: 'not_offered',
  anyOf: 'not_offered',
  type: 'wrong_kind',
}

/** A path with an id that no id can be is a thing that is not there; a body or query says which field is wrong and how. */
export function badInput(error: FastifyError): Refusal {
  const found = error.validation?.[0]
  if (error.validationContext === 'params') return new Refusal('not_found')
  const missing = found?.params.missingProperty
  const field = [
    ...(found?.instancePath ?? '').split('/').filter(Boolean),
    ...(typeof missing === 'string' ? [missing] : []),
  ].join('.')
  const limit = found?.params.limit
  return new Refusal('bad_input', {
    field: field || 'body',
    problem: problems[found?.keyword ?? ''] ?? 'malformed',
    ...(typeof limit === 'number' && { limit }),
  })
}

/** Programs read the codes, people these words. A field without a word of its own goes by its name. */
export function inWords(language: Language, data: Values): Values {
  const name = `refusals.field.${String(data.field).split('.').at(-1)}`
  return {
    ...data,
    field: knows(language, name) ? say(language, name) : data.field,
    problem: say(language, `refusals.problem.${data.problem}`, data),
  }
}
