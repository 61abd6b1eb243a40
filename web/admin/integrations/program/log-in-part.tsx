import { Button, Group, Stack, Switch, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { Program } from '../../../../contract/api/program.ts'
import { useProgram } from '../../../data/custom-integrations.ts'
import { Refused } from '../../../ui/refused.tsx'
import { toast } from '../../../ui/toast.tsx'
import { useSay } from '../../../ui/words.tsx'
import { CopyField } from '../credential-fields.tsx'
import { Part } from './part.tsx'

interface LogInPartProps {
  readonly integrationKey: string
  readonly logIn: Program['logIn']
}

/** People's signing in to the program: where it may lead them back to, and whether devices may ask. */
export function LogInPart({ integrationKey, logIn }: LogInPartProps) {
  const say = useSay()
  const { logIn: change } = useProgram(integrationKey)
  const [addresses, setAddresses] = useState(logIn.addresses.join('\n'))
  const [devices, setDevices] = useState(logIn.devices)
  const save = () =>
    change.mutate(
      { addresses: addresses.split(/\s+/).filter(Boolean), devices },
      {
        onSuccess: ({ program }) => {
          setAddresses(program?.logIn.addresses.join('\n') ?? '')
          toast(say('session.saved'))
        },
      },
    )
  return (
    <Part title={say('log_in.settings')} intro={say('log_in.settings.intro', { people: logIn.people })}>
      <form
        onSubmit={event => {
          event.preventDefault()
          save()
        }}
      >
        <Stack gap="sm">
          <Textarea
            label={say('log_in.settings.addresses')}
            description={say('log_in.settings.addresses.means')}
            placeholder={'https://program.example/back'}
            autosize
            minRows={2}
            maxRows={10}
            spellCheck={false}
            value={addresses}
            onChange={event => setAddresses(event.currentTarget.value)}
          />
          <Switch
            label={say('log_in.settings.devices')}
            description={say('log_in.settings.devices.means', { address: `${location.origin}/device` })}
            checked={devices}
            onChange={event => setDevices(event.currentTarget.checked)}
          />
          {logIn.clientToken && <CopyField label={say('log_in.settings.client_token')} value={logIn.clientToken} />}
          {change.isError && <Refused error={change.error} />}
          <Group>
            <Button type="submit" variant="default" loading={change.isPending}>
              {say('session.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Part>
  )
}
