import { Button, Group, Stack, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { RequestToDecide } from '../../../contract/api/requests.ts'
import { useRequest } from '../../data/requests.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Refused } from '../../ui/refused.tsx'
import { toast } from '../../ui/toast.tsx'
import { useSay } from '../../ui/words.tsx'

const canned = ['other', 'security', 'cost'] as const

/** No, and why: everybody who asked reads the reason. */
export function DeclineDialog({ request, onClose }: { request: RequestToDecide; onClose: () => void }) {
  const say = useSay()
  const { decline } = useRequest(request.id)
  const [reason, setReason] = useState('')
  const submit = () =>
    decline.mutate(reason, {
      onSuccess: () => {
        toast(say('requests.declined.done'))
        onClose()
      },
    })
  return (
    <Dialog title={say('requests.decline.title', { name: request.name })} onClose={onClose}>
      <form
        onSubmit={event => {
          event.preventDefault()
          if (reason.trim()) submit()
        }}
      >
        <Stack gap="md">
          <Text size="sm">{say('requests.decline.body', { count: request.supporters })}</Text>
          <Textarea
            label={say('requests.decline.reason')}
            required
            value={reason}
            onChange={event => setReason(event.currentTarget.value)}
            maxLength={1_000}
            autosize
            minRows={2}
            maxRows={8}
            data-autofocus
          />
          <Group gap="xs" role="group" aria-label={say('requests.decline.canned')}>
            {canned.map(name => (
              <Button
                key={name}
                size="compact-xs"
                variant="light"
                color="gray"
                onClick={() => setReason(say(`requests.decline.canned.${name}`))}
              >
                {say(`requests.decline.canned.${name}`)}
              </Button>
            ))}
          </Group>
          {decline.isError && <Refused error={decline.error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {say('shell.cancel')}
            </Button>
            <Button type="submit" color="red" loading={decline.isPending} disabled={!reason.trim()}>
              {say('requests.decline')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
