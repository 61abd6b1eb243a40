import { Button, Group } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { RequestToDecide } from '../../../contract/api/requests.ts'
import { useRequest } from '../../data/requests.ts'
import { later } from '../../ui/later.tsx'
import { toast } from '../../ui/toast.tsx'
import { useSay } from '../../ui/words.tsx'

const DeclineDialog = later(async () => (await import('./decline-dialog.tsx')).DeclineDialog)

/** Yes, on the consent screen; no, with a reason; or not now. */
export function Decide({ request }: { request: RequestToDecide }) {
  const say = useSay()
  const { seen } = useRequest(request.id)
  const [declining, setDeclining] = useState(false)
  return (
    <Group gap="xs">
      <Button
        component={Link}
        to={`/admin/integrations/${request.integrationId}/add`}
        search={{ request: request.id } as never}
        size="sm"
      >
        {say('requests.approve')}
      </Button>
      <Button size="sm" variant="default" onClick={() => setDeclining(true)}>
        {say('requests.decline')}
      </Button>
      {request.fresh && request.state === 'open' && (
        <Button
          size="sm"
          variant="subtle"
          color="gray"
          loading={seen.isPending}
          onClick={() => seen.mutate(undefined, { onSuccess: () => toast(say('requests.seen.done')) })}
        >
          {say('requests.seen')}
        </Button>
      )}
      {declining && <DeclineDialog request={request} onClose={() => setDeclining(false)} />}
    </Group>
  )
}
