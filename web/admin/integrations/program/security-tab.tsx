import { Button, Group, Stack, Switch, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { Integration } from '../../../../contract/api/integrations.ts'
import { useProgram } from '../../../data/custom-integrations.ts'
import { Refused } from '../../../ui/refused.tsx'
import { toast } from '../../../ui/toast.tsx'
import { useSay } from '../../../ui/words.tsx'

/** How its calls must be proved, and where they may come from. */
export function SecurityTab({ integration }: { integration: Integration }) {
  const say = useSay()
  const { security } = useProgram(integration.id)
  const [requireProof, setRequireProof] = useState(integration.program?.requireProof ?? false)
  const [addresses, setAddresses] = useState(integration.program?.ipAllow.join('\n') ?? '')
  const save = () => {
    const ipAllow = addresses.split(/[\s,;]+/).filter(Boolean)
    security.mutate(
      { requireProof, ipAllow },
      {
        onSuccess: ({ program }) => {
          setAddresses(program?.ipAllow.join('\n') ?? '')
          toast(say('session.saved'))
        },
      },
    )
  }
  return (
    <form
      onSubmit={event => {
        event.preventDefault()
        save()
      }}
    >
      <Stack gap="lg" maw={720}>
        <Switch
          label={say('custom.require_proof')}
          description={say('custom.require_proof.means')}
          checked={requireProof}
          onChange={event => setRequireProof(event.currentTarget.checked)}
        />
        <Textarea
          label={say('custom.ip_allow')}
          description={say('custom.ip_allow.means')}
          placeholder={'203.0.113.7\n198.51.100.0/24'}
          autosize
          minRows={3}
          maxRows={12}
          spellCheck={false}
          value={addresses}
          onChange={event => setAddresses(event.currentTarget.value)}
        />
        {security.isError && <Refused error={security.error} />}
        <Group>
          <Button type="submit" loading={security.isPending}>
            {say('session.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
