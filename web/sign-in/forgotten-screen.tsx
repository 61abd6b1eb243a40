import { Alert, Button, Text, TextInput } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useAskForReset, useWelcome } from '../data/session.ts'
import { Door } from '../ui/door.tsx'
import { Refused } from '../ui/refused.tsx'
import { useSay } from '../ui/words.tsx'

/** A forgotten password: by mail where the server can send it, else by an administrator's link. */
export function ForgottenScreen() {
  const say = useSay()
  const welcome = useWelcome()
  const [email, setEmail] = useState('')
  const reset = useAskForReset()
  const back = (
    <Text size="sm">
      <Link to="/sign-in">{say('session.back')}</Link>
    </Text>
  )
  if (welcome.data && !welcome.data.mailWorks) {
    return (
      <Door title={say('session.forgotten.title')}>
        <Text>{say('session.forgotten.no_mail')}</Text>
        {back}
      </Door>
    )
  }
  return (
    <Door title={say('session.forgotten.title')} onSubmit={() => reset.mutate(email)}>
      {reset.isError && <Refused error={reset.error} />}
      {reset.isSuccess ? (
        <Alert role="status">{say('session.forgotten.sent')}</Alert>
      ) : (
        <>
          <TextInput
            label={say('session.email')}
            type="email"
            autoComplete="username"
            required
            value={email}
            onChange={event => setEmail(event.currentTarget.value)}
          />
          <Button type="submit" loading={reset.isPending}>
            {say('session.forgotten.send')}
          </Button>
        </>
      )}
      {back}
    </Door>
  )
}
