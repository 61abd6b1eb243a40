import { Button, PasswordInput, Text, TextInput } from '@mantine/core'
import { Navigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useSetUp, useWelcome } from '../data/session.ts'
import { Door } from '../ui/door.tsx'
import { Refused } from '../ui/refused.tsx'
import { useWords } from '../ui/words.tsx'

const blank = { code: '', community: '', name: '', email: '', password: '' }
type Field = keyof typeof blank

const kinds: Readonly<Record<Exclude<Field, 'password'>, { type?: string; autoComplete: string }>> = {
  code: { autoComplete: 'one-time-code' },
  community: { autoComplete: 'organization' },
  name: { autoComplete: 'name' },
  email: { type: 'email', autoComplete: 'username' },
}

/** The first visit of a server: the code from its log makes the first community and its administrator. */
export function SetupScreen() {
  const { say, language } = useWords()
  const welcome = useWelcome()
  const [values, setValues] = useState(blank)
  const setUp = useSetUp()
  if (welcome.data && !welcome.data.setup && !setUp.isPending) return <Navigate to="/sign-in" replace />
  const set = (field: Field) => (event: { currentTarget: { value: string } }) => {
    const { value } = event.currentTarget
    setValues(before => ({ ...before, [field]: value }))
  }
  return (
    <Door title={say('session.setup.title')} onSubmit={() => setUp.mutate({ ...values, language })}>
      <Text size="sm" c="dimmed">
        {say('session.setup.body')}
      </Text>
      {setUp.isError && <Refused error={setUp.error} />}
      {(Object.keys(kinds) as (keyof typeof kinds)[]).map(field => (
        <TextInput
          key={field}
          label={say(`session.setup.${field}`)}
          required
          maxLength={100}
          {...kinds[field]}
          value={values[field]}
          onChange={set(field)}
        />
      ))}
      <PasswordInput
        label={say('session.link.choose_password')}
        description={say('session.password.rule')}
        autoComplete="new-password"
        required
        value={values.password}
        onChange={set('password')}
      />
      <Button type="submit" loading={setUp.isPending}>
        {say('session.setup.submit')}
      </Button>
    </Door>
  )
}
