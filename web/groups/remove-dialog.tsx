import { Button, Group as Line, Skeleton, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { GroupIntegration } from '../../contract/api/group-integrations.ts'
import type { Group } from '../../contract/api/groups.ts'
import { removalFromGroup, useGroupIntegration } from '../data/integrations.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Refused } from '../ui/refused.tsx'
import { toast } from '../ui/toast.tsx'
import { useSay } from '../ui/words.tsx'

interface RemoveProps {
  readonly group: Group
  readonly one: GroupIntegration
  readonly onClose: () => void
}

/** What stops in this group, counted, before it does; and what stays. */
export function RemoveDialog({ group, one, onClose }: RemoveProps) {
  const say = useSay()
  const { name } = one
  const found = useQuery(removalFromGroup(group.id, one.integrationId))
  const { remove } = useGroupIntegration(group.id, one.integrationId)
  const submit = () =>
    remove.mutate(undefined, {
      onSuccess: () => {
        toast(say('integrations.group.remove.done', { name }))
        onClose()
      },
    })
  return (
    <Dialog title={say('integrations.group.remove.title', { name, group: group.name })} onClose={onClose}>
      <Stack gap="sm">
        {found.isError && <Refused error={found.error} again={() => void found.refetch()} />}
        {found.isLoading && <Skeleton height={90} />}
        {found.data && (
          <>
            <Text size="sm">{say('integrations.group.remove.body', { ...found.data, name })}</Text>
            <Text size="sm">{say('integrations.group.remove.webhooks', { webhooks: found.data.webhooks })}</Text>
            <Text size="sm">{say('integrations.group.remove.stays')}</Text>
          </>
        )}
        <Line justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {say('shell.cancel')}
          </Button>
          <Button color="red" disabled={!found.data} loading={remove.isPending} onClick={submit}>
            {say('integrations.group.remove')}
          </Button>
        </Line>
      </Stack>
    </Dialog>
  )
}
