import type { FastifyError } from 'fastify'
import type { Language } from '../../contract/api/basics.ts'
import { problemOf } from '../../contract/refusals.ts'
import { Refusal } from '../platform/refusal.ts'
import { knows, say, type Values } from '../platform/words.ts'

/** A path with an id that no id can be is a thing that is not there; a body or query says which field is wrong and how. */
export function badInput(error: FastifyError): Refusal {
  const found = mostTelling(error.validation ?? [])
  if (error.validationContext === 'params') return new Refusal('not_found')
  const missing = found?.params.missingProperty
  const field = [
    ...(found?.instancePath ?? '').split('/').filter(Boolean),
    ...(typeof missing === 'string' ? [missing] : []),
  ].join('.')
  const limit = found?.params.limit
  return new Refusal('bad_input', {
    field: field || 'body',
    problem: problemOf(found?.keyword),
    ...(typeof limit === 'number' && { limit }),
  })
}

/**
 * What may be one of several says why it is none of them: the one that was meant went farthest, and is not the one that goes by another word.
 */
function mostTelling(errors: Validation): Validation[number] | undefined {
  const told = errors.filter(one => one.keyword !== 'const' && one.keyword !== 'anyOf')
  const depth = (one: Validation[number]): number => one.instancePath.split('/').length
  return told.toSorted((one, other) => depth(other) - depth(one))[0] ?? errors[0]
}
type Validation = NonNullable<FastifyError['validation']>

/** Programs read the codes, people these words. A field goes by its label on the form, by a word of ours, or else by its name. */
export function inWords(language: Language, data: Values): Values {
  const name = `refusals.field.${String(data.field).split('.').at(-1)}`
  return {
    ...data,
    field: data.label ?? (knows(language, name) ? say(language, name) : data.field),
    problem: say(language, `refusals.problem.${data.problem}`, data),
  }
}
