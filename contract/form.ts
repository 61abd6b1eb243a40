import Type, { type Static } from 'typebox'

/**
 * A field of a form the web draws without knowing whose it is: an integration's settings, or an action at a service.
 * `label`, `hint` and the options' labels are already in the reader's language.
 */
export const FormField = Type.Object({
  name: Type.String(),
  kind: Type.Union([
    Type.Literal('text'),
    Type.Literal('long_text'),
    Type.Literal('url'),
    Type.Literal('secret'),
    Type.Literal('number'),
    Type.Literal('date'),
    Type.Literal('switch'),
    Type.Literal('select'),
    Type.Literal('many'),
  ]),
  label: Type.String(),
  hint: Type.Optional(Type.String()),
  required: Type.Boolean(),
  options: Type.Optional(Type.Array(Type.Object({ value: Type.String(), label: Type.String() }))),
  /** Shown only while another field has this value, or one of these. */
  when: Type.Optional(
    Type.Object({ name: Type.String(), value: Type.Union([Type.String(), Type.Array(Type.String())]) }),
  ),
  value: Type.Optional(Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Array(Type.String())])),
  /** After a change of this field, the form is asked for again (its other fields depend on it). */
  refreshes: Type.Optional(Type.Boolean()),
})
export type FormField = Static<typeof FormField>

/** Does a field apply, beside what else is filled in? */
export const applies = (when: FormField['when'], values: Readonly<Record<string, unknown>>): boolean =>
  !when || [when.value].flat().includes(String(values[when.name] ?? ''))

export const FormValues = Type.Record(
  Type.String(),
  Type.Union([
    Type.String({ maxLength: 20_000 }),
    Type.Number(),
    Type.Boolean(),
    Type.Array(Type.String({ maxLength: 1_000 }), { maxItems: 100 }),
  ]),
)
export type FormValues = Static<typeof FormValues>
