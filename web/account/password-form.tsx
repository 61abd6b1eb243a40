import { Button, Group, PasswordInput, Stack } from '@mantine/core'
import { useState } from 'react'
import { useChangePassword } from '../data/session.ts'
import { Refused } from '../ui/refused.tsx'
import { toast } from '../ui/toast.tsx'
import { useSay } from '../ui/words.tsx'

/** A new password; every other browser is signed out with it. */
export function PasswordForm() {
  const say = useSay()
  const [current, setCurrent] = useState('')
  const [password, setPassword] = useState('')
  const change = useChangePassword()
  const save = () =>
    change.mutate(
      { current, password },
      {
        onSuccess: () => {
          setCurrent('')
          setPassword('')
          toast(say('session.password.changed'))
        },
      },
    )
  return (
    <form
      onSubmit={event => {
        event.preventDefault()
        save()
      }}
    >
      <Stack gap="sm">
        {change.isError && <Refused error={change.error} />}
        <PasswordInput
          label={say('session.password.current')}
          autoComplete="current-password"
          required
          value={current}
          onChange={event => setCurrent(event.currentTarget.value)}
        />
        <PasswordInput
          label={say('session.link.new_password')}
          description={say('session.password.rule')}
          autoComplete="new-password"
          required
          value={password}
          onChange={event => setPassword(event.currentTarget.value)}
        />
        <Group>
          <Button type="submit" variant="default" loading={change.isPending}>
            {say('session.password.change')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
