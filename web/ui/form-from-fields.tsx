/**
 * Draws a form that the contract describes (contract/form.ts), without knowing whose it is: an integration's settings, or an action
 * at a service. The screen holds the values, so that they survive whatever happens to the form.
 */
import {
  MultiSelect,
  NativeSelect,
  NumberInput,
  PasswordInput,
  Select,
  Stack,
  Switch,
  Textarea,
  TextInput,
} from '@mantine/core'
import { applies, type FormField, type FormValues } from '../../contract/form.ts'

type Value = FormValues[string]

interface FormProps {
  readonly fields: readonly FormField[]
  readonly values: FormValues
  /** All values after the change. `refreshes`: the form must be asked for again with them. */
  readonly onChange: (values: FormValues, refreshes: boolean) => void
  /** What is wrong with a field, by its name. */
  readonly problems?: Readonly<Record<string, string>>
  readonly disabled?: boolean
}

export function FormFromFields({ fields, values, onChange, problems = {}, disabled = false }: FormProps) {
  return (
    <Stack gap="sm">
      {shownFields(fields, values).map(field => (
        <Field
          key={field.name}
          field={field}
          value={values[field.name]}
          problem={problems[field.name]}
          disabled={disabled}
          onChange={value => onChange(withValue(values, field.name, value), field.refreshes === true)}
        />
      ))}
    </Stack>
  )
}

/** The values a form begins with: each field's own, and `false` for a switch that has none. */
export function firstValues(fields: readonly FormField[]): FormValues {
  const given = fields.map(field => [field.name, field.value ?? (field.kind === 'switch' ? false : undefined)] as const)
  return Object.fromEntries(given.filter((pair): pair is readonly [string, Value] => pair[1] !== undefined))
}

/** Fields whose condition holds. */
export const shownFields = (fields: readonly FormField[], values: FormValues): FormField[] =>
  fields.filter(field => applies(field.when, values))

/** Names of shown, required fields that have no value yet. */
export const missingFields = (fields: readonly FormField[], values: FormValues): string[] =>
  shownFields(fields, values)
    .filter(({ required, name }) => required && isEmpty(values[name]))
    .map(field => field.name)

const isEmpty = (value: Value | undefined): boolean =>
  value === undefined || value === '' || (Array.isArray(value) && value.length === 0)

function withValue(values: FormValues, name: string, value: Value | undefined): FormValues {
  const { [name]: _, ...others } = values
  return value === undefined ? others : { ...others, [name]: value }
}

interface FieldProps {
  readonly field: FormField
  readonly value: Value | undefined
  readonly problem: string | undefined
  readonly disabled: boolean
  readonly onChange: (value: Value | undefined) => void
}

function Field({ field, value, problem, disabled, onChange }: FieldProps) {
  const { kind, name, label, hint, required } = field
  const frame = { name, label, description: hint, required, disabled, error: problem }
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : ''
  const typed = {
    ...frame,
    value: text,
    onChange: (event: { currentTarget: { value: string } }) => onChange(event.currentTarget.value),
  }
  const options = field.options ?? []
  switch (kind) {
    case 'long_text':
      return <Textarea {...typed} autosize minRows={3} maxRows={12} />
    case 'secret':
      return <PasswordInput {...typed} autoComplete="new-password" />
    case 'url':
      return <TextInput {...typed} type="url" inputMode="url" spellCheck={false} />
    case 'date':
      return <TextInput {...typed} type="date" />
    case 'number':
      return <NumberInput {...frame} value={text} onChange={next => onChange(next === '' ? undefined : Number(next))} />
    case 'switch':
      return (
        <Switch
          {...frame}
          required={false}
          checked={value === true}
          onChange={event => onChange(event.currentTarget.checked)}
        />
      )
    case 'select':
      return <Choice {...frame} options={options} value={text} onChange={onChange} />
    case 'many':
      return (
        <MultiSelect
          {...frame}
          data={options}
          value={Array.isArray(value) ? value : []}
          searchable
          clearable
          onChange={onChange}
        />
      )
    default:
      return <TextInput {...typed} />
  }
}

/** Few options, as nearly always, are a plain list; only many are worth a search. */
const worthSearching = 15

interface ChoiceProps {
  readonly name: string
  readonly label: string
  readonly description: string | undefined
  readonly required: boolean
  readonly disabled: boolean
  readonly error: string | undefined
  readonly options: NonNullable<FormField['options']>
  readonly value: string
  readonly onChange: (value: string | undefined) => void
}

function Choice({ options, value, onChange, ...frame }: ChoiceProps) {
  if (options.length > worthSearching) {
    return (
      <Select
        {...frame}
        data={options}
        value={value || null}
        searchable
        clearable={!frame.required}
        onChange={next => onChange(next ?? undefined)}
      />
    )
  }
  return (
    <NativeSelect
      {...frame}
      data={[{ value: '', label: '–', disabled: frame.required }, ...options]}
      value={value}
      onChange={event => onChange(event.currentTarget.value || undefined)}
    />
  )
}
