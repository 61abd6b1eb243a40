import { Textarea, TextInput } from '@mantine/core'
import { useSay } from '../../../ui/words.tsx'

interface NameProps {
  readonly name: string
  readonly description: string
  readonly onName: (name: string) => void
  readonly onDescription: (description: string) => void
}

/** What it is called, and what it is for. */
export function NameFields({ name, description, onName, onDescription }: NameProps) {
  const say = useSay()
  return (
    <>
      <TextInput
        label={say('custom.name')}
        description={say('custom.name.means')}
        required
        maxLength={60}
        autoComplete="off"
        value={name}
        onChange={event => onName(event.currentTarget.value)}
      />
      <Textarea
        label={say('custom.description')}
        placeholder={say('custom.description.example')}
        maxLength={500}
        autosize
        minRows={2}
        value={description}
        onChange={event => onDescription(event.currentTarget.value)}
      />
    </>
  )
}
