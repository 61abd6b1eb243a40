/** Fields of a filter that keep what they say in the address. */
import { Select, TextInput } from '@mantine/core'
import { useAddressQuery, useAddressText } from '../../ui/address.ts'

/** Beside each other where there is room, else below. */
const wide = { flex: '1 1 170px' }

interface FieldProps {
  /** Its part of the address. */
  readonly name: string
  readonly label: string
}

export function AddressText({ name, label, digits = false }: FieldProps & { digits?: boolean }) {
  const [text, setText] = useAddressText(name)
  return (
    <TextInput
      aria-label={label}
      placeholder={label}
      style={wide}
      inputMode={digits ? 'numeric' : 'text'}
      spellCheck={false}
      value={text ?? ''}
      onChange={event => setText(event.currentTarget.value || undefined)}
    />
  )
}

/** A minute of the reader's own clock. */
export function AddressTime({ name, label }: FieldProps) {
  const [text, setText] = useAddressQuery(name)
  return (
    <TextInput
      label={label}
      type="datetime-local"
      style={wide}
      value={text ?? ''}
      onChange={event => setText(event.currentTarget.value || undefined)}
    />
  )
}

interface ChoiceProps extends FieldProps {
  readonly data: readonly { readonly value: string; readonly label: string }[]
  readonly searchable?: boolean
}

export function AddressChoice({ name, label, data, searchable = false }: ChoiceProps) {
  const [value, setValue] = useAddressQuery(name)
  return (
    <Select
      aria-label={label}
      placeholder={label}
      clearable
      searchable={searchable}
      style={wide}
      data={[...data]}
      value={value ?? null}
      onChange={next => setValue(next ?? undefined)}
    />
  )
}
