import { Alert, Button, PasswordInput, Text, TextInput } from '@mantine/core'
import { Link, Navigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useSignIn, useWelcome } from '../data/session.ts'
import { useAddressQuery } from '../ui/address.ts'
import { Door } from '../ui/door.tsx'
import { Refused } from '../ui/refused.tsx'
import { useSay } from '../ui/words.tsx'
import { CastList } from './cast-list.tsx'

/** Signing in; in the try-out, as anybody of the invented company with one click. */
export function SignInScreen() {
  const say = useSay()
  const welcome = useWelcome()
  const [next] = useAddressQuery('next')
  const [problem] = useAddressQuery('problem')
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const signIn = useSignIn(next)
  if (welcome.data?.setup) return <Navigate to="/setup" replace />
  const cast = welcome.data?.cast ?? []
  return (
    <Door
      title={say('session.sign_in.title', { community: welcome.data?.communityName ?? 'Passerelle' })}
      onSubmit={() => signIn.mutate({ email, password })}
      aside={
        cast.length > 0 && <CastList cast={cast} busy={signIn.isPending} onChoose={person => signIn.mutate(person)} />
      }
    >
      {problem && <Alert>{say('session.problem.sign_in_state')}</Alert>}
      {signIn.isError && <Refused error={signIn.error} />}
      <TextInput
        label={say('session.email')}
        type="email"
        autoComplete="username"
        required
        value={email}
        onChange={event => setEmail(event.currentTarget.value)}
      />
      <PasswordInput
        label={say('session.password')}
        autoComplete="current-password"
        required
        value={password}
        onChange={event => setPassword(event.currentTarget.value)}
      />
      <Button type="submit" loading={signIn.isPending}>
        {say('session.sign_in')}
      </Button>
      <Text size="sm">
        <Link to="/forgotten">{say('session.forgotten')}</Link>
      </Text>
    </Door>
  )
}
