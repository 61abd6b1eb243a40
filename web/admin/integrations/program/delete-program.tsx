import { Button, Group } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { Integration } from '../../../../contract/api/integrations.ts'
import { useCustomIntegrations } from '../../../data/custom-integrations.ts'
import { removalOf, useIntegration } from '../../../data/integrations.ts'
import { useConfirm } from '../../../ui/confirm.tsx'
import { toast } from '../../../ui/toast.tsx'
import { useSay } from '../../../ui/words.tsx'
import { Part } from './part.tsx'

/** What goes is counted and said before; it can be taken back at once, or within thirty days from the list of deleted ones. */
export function DeleteProgram({ integration }: { integration: Integration }) {
  const say = useSay()
  const confirm = useConfirm()
  const client = useQueryClient()
  const navigate = useNavigate()
  const { remove } = useIntegration(integration.id)
  const { undelete } = useCustomIntegrations()
  const { id, name } = integration
  const ask = async () => {
    const goes = await client.fetchQuery(removalOf(id))
    const question = {
      title: say('custom.delete.title', { name }),
      body: say('custom.delete.body', { ...goes }),
      action: say('custom.delete'),
      danger: true,
    }
    if (!(await confirm(question))) return
    remove.mutate(undefined, {
      onSuccess: () => {
        void navigate({ to: '/admin/integrations', search: { status: 'custom' } as never })
        toast(say('custom.deleted', { name }), { label: say('people.undo'), run: () => undelete.mutate(id) })
      },
    })
  }
  return (
    <Part title={say('custom.delete')} intro={say('custom.delete.intro')}>
      <Group>
        <Button variant="outline" color="red" loading={remove.isPending} onClick={ask}>
          {say('custom.delete')}
        </Button>
      </Group>
    </Part>
  )
}
