import { Button, PasswordInput, Skeleton, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { oneTimeLink, useUseLink } from '../data/session.ts'
import { useAddressPart } from '../ui/address.ts'
import { Door } from '../ui/door.tsx'
import { Refused } from '../ui/refused.tsx'
import { useSay } from '../ui/words.tsx'

/** Joining by an invitation, or setting a new password: what the link is for decides which. */
export function LinkScreen() {
  const say = useSay()
  const tokenKey = useAddressPart('tokenKey')
  const link = useQuery({ ...oneTimeLink(tokenKey), retry: false })
  const [name, setName] = useState<string>()
  const [password, setPassword] = useState('')
  const enter = useUseLink(tokenKey)
  if (link.isError) {
    return (
      <Door title={say('session.link.spent')}>
        <Refused error={link.error} />
        <Link to="/sign-in">{say('session.back')}</Link>
      </Door>
    )
  }
  if (!link.data) return <Door title="Passerelle">{<Skeleton height={160} />}</Door>
  const { kind, hasAccount, community, email } = link.data
  const asked =
    kind === 'reset'
      ? 'session.link.new_password'
      : hasAccount
        ? 'session.link.own_password'
        : 'session.link.choose_password'
  return (
    <Door
      title={say(`session.link.${kind}.title`, { community, name: link.data.name })}
      onSubmit={() => enter.mutate({ password, ...(kind === 'invitation' && { name: name ?? link.data.name }) })}
    >
      <Text size="sm" c="dimmed">
        {say(`session.link.${kind}.body`, { email })}
      </Text>
      {enter.isError && <Refused error={enter.error} />}
      {kind === 'invitation' && (
        <TextInput
          label={say('session.name')}
          autoComplete="name"
          required
          maxLength={100}
          value={name ?? link.data.name}
          onChange={event => setName(event.currentTarget.value)}
        />
      )}
      <PasswordInput
        label={say(asked)}
        description={hasAccount && kind === 'invitation' ? undefined : say('session.password.rule')}
        autoComplete={hasAccount && kind === 'invitation' ? 'current-password' : 'new-password'}
        required
        value={password}
        onChange={event => setPassword(event.currentTarget.value)}
      />
      <Button type="submit" loading={enter.isPending}>
        {say(`session.link.${kind}.submit`)}
      </Button>
    </Door>
  )
}
