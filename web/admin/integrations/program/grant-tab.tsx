import { Alert, Button, Group, List, Stack } from '@mantine/core'
import type { Integration } from '../../../../contract/api/integrations.ts'
import { useProgram } from '../../../data/custom-integrations.ts'
import { toast } from '../../../ui/toast.tsx'
import { useSay } from '../../../ui/words.tsx'
import { GrantTab } from '../grant-tab.tsx'

/** The same as for every integration; before it, what was taken away for want of use, with the way to give it back. */
export function ProgramGrantTab({ integration }: { integration: Integration }) {
  return (
    <Stack gap="lg">
      <Withdrawn integration={integration} />
      <GrantTab integration={integration} />
    </Stack>
  )
}

function Withdrawn({ integration }: { integration: Integration }) {
  const say = useSay()
  const { giveBack } = useProgram(integration.id)
  const withdrawn = integration.program?.withdrawn ?? []
  if (withdrawn.length === 0) return null
  const give = () =>
    giveBack.mutate(
      withdrawn.map(one => one.id),
      { onSuccess: () => toast(say('session.saved')) },
    )
  return (
    <Alert color="orange" title={say('custom.withdrawn', { count: withdrawn.length })} maw={720}>
      <Stack gap="sm">
        <List size="sm">
          {withdrawn.map(one => (
            <List.Item key={one.id}>{one.sentence}</List.Item>
          ))}
        </List>
        <Group>
          <Button size="xs" variant="default" loading={giveBack.isPending} onClick={give}>
            {say('custom.give_back', { count: withdrawn.length })}
          </Button>
        </Group>
      </Stack>
    </Alert>
  )
}
