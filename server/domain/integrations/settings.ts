import type { Listed } from '../../../connectors/catalog.ts'
import type { Language } from '../../../contract/api/basics.ts'
import { applies, type FormField } from '../../../contract/form.ts'
import { say } from '../../platform/words.ts'
import { defaultSettings, hasSentence, sayOf, secretSettings } from './catalog.ts'

export type Property = { readonly [key: string]: unknown }

/** The form of a connector's settings, drawn from its schema; what is secret is never filled in again. */
export function settingsForm(
  listed: Listed,
  language: Language,
  values: Readonly<Record<string, unknown>>,
  kept: Readonly<Record<string, unknown>> = {},
): FormField[] {
  const { properties } = listed.connector.settings
  const required: readonly string[] = listed.connector.settings.required ?? []
  const secret = new Set(secretSettings(listed.connector.settings))
  return Object.entries(properties as Record<string, Property>).map(([name, property]) => {
    const hint = hintOf(listed, language, name, kept)
    const value = secret.has(name) ? undefined : (values[name] ?? property.default)
    const options = choices(property).map(choice => ({
      value: choice,
      label: sayOf(listed, language, `settings.${name}.options.${choice}`),
    }))
    return {
      name,
      kind: kindOf(property),
      label: sayOf(listed, language, `settings.${name}.label`),
      required: !kept[name] && (required.includes(name) || (property.when !== undefined && property.needed === true)),
      ...(hint && { hint }),
      ...(options.length > 0 && { options }),
      ...(property.when !== undefined && { when: property.when as NonNullable<FormField['when']> }),
      ...(value !== undefined && { value: value as NonNullable<FormField['value']> }),
    }
  })
}

/** Of a secret that is there it only says so: empty keeps it. */
function hintOf(
  listed: Listed,
  language: Language,
  name: string,
  kept: Readonly<Record<string, unknown>>,
): string | undefined {
  if (kept[name]) return say(language, 'integrations.secret_kept')
  return hasSentence(listed, `settings.${name}.hint`) ? sayOf(listed, language, `settings.${name}.hint`) : undefined
}

function kindOf(property: Property): FormField['kind'] {
  if (property.secret === true) return 'secret'
  if (property.type === 'boolean') return 'switch'
  if (choices(property).length > 0) return 'select'
  if (property.type === 'integer' || property.type === 'number') return 'number'
  return property.format === 'uri' ? 'url' : 'text'
}

const choices = (property: Property): string[] => {
  if (Array.isArray(property.enum)) return property.enum.map(String)
  return Array.isArray(property.anyOf) ? property.anyOf.map(one => String(one.const)) : []
}

/** What is filled in so far, with the defaults and without secrets; nothing while something of it is still missing. */
export function draftSettings(
  listed: Listed,
  given: Readonly<Record<string, unknown>>,
): Record<string, unknown> | undefined {
  const draft: Record<string, unknown> = { ...defaultSettings(listed), ...given }
  for (const { name, kind, required, when } of settingsForm(listed, 'en', given)) {
    if (kind === 'secret' || !applies(when, draft)) delete draft[name]
    else if (required && !draft[name]) return undefined
    else if (kind === 'url' && draft[name] && !URL.canParse(String(draft[name]))) return undefined
  }
  return draft
}
