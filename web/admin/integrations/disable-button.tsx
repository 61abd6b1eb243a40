import { Button } from '@mantine/core'
import type { Integration } from '../../../contract/api/integrations.ts'
import { useIntegration } from '../../data/integrations.ts'
import { useConfirm } from '../../ui/confirm.tsx'
import { toast } from '../../ui/toast.tsx'
import { useSay } from '../../ui/words.tsx'

/** Off is off, at once; said before, counted after, and it can be taken back. */
export function DisableButton({ integration }: { integration: Integration }) {
  const say = useSay()
  const confirm = useConfirm()
  const { disable, restore } = useIntegration(integration.id)
  const { name } = integration
  const ask = async () => {
    const action = say('integrations.disable')
    if (
      !(await confirm({
        title: say('integrations.disable.title', { name }),
        body: say('integrations.disable.body', { name }),
        action,
        danger: true,
      }))
    )
      return
    disable.mutate(undefined, {
      onSuccess: ({ receipt }) =>
        toast(say('integrations.disabled', { name, count: receipt.jobsCancelled }), {
          label: say('people.undo'),
          run: () => restore.mutate(),
        }),
    })
  }
  return (
    <Button variant="outline" color="red" loading={disable.isPending} onClick={ask}>
      {say('integrations.disable')}
    </Button>
  )
}
