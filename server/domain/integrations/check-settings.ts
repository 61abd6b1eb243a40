import Value from 'typebox/value'
import type { Listed } from '../../../connectors/catalog.ts'
import type { Language } from '../../../contract/api/basics.ts'
import { applies, type FormField, type FormValues } from '../../../contract/form.ts'
import { type FieldProblem, problemOf } from '../../../contract/refusals.ts'
import { Refusal } from '../../platform/refusal.ts'
import { hasSentence, sayOf } from './catalog.ts'
import type { Property } from './settings.ts'

/** Checks what was filled in against the schema, with its defaults; fields that do not apply are dropped, and a wrong one is named as the form names it. */
export function checkSettings(listed: Listed, language: Language, given: FormValues): Record<string, unknown> {
  const schema = listed.connector.settings
  const properties = Object.entries(schema.properties as Record<string, Property>)
  const filled = Value.Default(schema, { ...given }) as Record<string, unknown>
  const wrong = (field: string, problem: FieldProblem, limit?: number): Refusal =>
    new Refusal('settings_invalid', {
      field,
      label: hasSentence(listed, `settings.${field}.label`)
        ? sayOf(listed, language, `settings.${field}.label`)
        : field,
      problem,
      ...(limit !== undefined && { limit }),
    })
  const values: Record<string, unknown> = {}
  for (const [name, property] of properties) {
    const value = typeof filled[name] === 'string' ? filled[name].trim() : filled[name]
    const asked = applies(property.when as FormField['when'], filled)
    if (asked && property.needed === true && !value) throw wrong(name, 'missing')
    if (asked && value !== undefined && value !== '') values[name] = value
  }
  const [error] = [...Value.Errors(schema, values)]
  if (error) throw wrong(fieldOf(error), problemOf(error.keyword), limitOf(error.params))
  for (const [name, property] of properties) {
    if (property.format === 'uri' && values[name] !== undefined && !/^https?:\/\/[^/@]+/.test(String(values[name])))
      throw wrong(name, 'malformed')
  }
  return values
}

interface Wrong {
  readonly instancePath: string
  readonly params: object
}

/** What is missing has no place of its own: the error names it. */
function fieldOf({ instancePath, params }: Wrong): string {
  const missing =
    'requiredProperties' in params && Array.isArray(params.requiredProperties) && params.requiredProperties[0]
  return instancePath.split('/')[1] ?? (missing ? String(missing) : 'settings')
}

const limitOf = (params: object): number | undefined =>
  'limit' in params && typeof params.limit === 'number' ? params.limit : undefined
