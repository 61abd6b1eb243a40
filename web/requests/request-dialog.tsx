import { Anchor, Button, Group, MultiSelect, Skeleton, Stack, Text, Textarea } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Asking } from '../../contract/api/requests.ts'
import { myGroups } from '../data/groups.ts'
import { itemsOf } from '../data/query.ts'
import { asking, useAsk } from '../data/requests.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Refused } from '../ui/refused.tsx'
import { toast } from '../ui/toast.tsx'
import { useSay } from '../ui/words.tsx'

interface RequestProps {
  readonly integrationId: string
  readonly name: string
  /** The post or comment whose link it is about; its group is asked for. */
  readonly subjectId?: string
  readonly onClose: () => void
}

/** Asks for an integration, or adds one's voice to those who did; or says where the organisation takes requests. */
export function RequestDialog(props: RequestProps) {
  const say = useSay()
  const found = useQuery(asking(props.integrationId))
  return (
    <Dialog title={say('requests.title', { name: props.name })} onClose={props.onClose}>
      {found.data ? (
        <Asked asking={found.data} {...props} />
      ) : found.isError ? (
        <Refused error={found.error} again={() => void found.refetch()} />
      ) : (
        <Skeleton height={160} />
      )}
    </Dialog>
  )
}

function Asked({ asking: known, ...props }: RequestProps & { asking: Asking }) {
  if (known.elsewhere) return <Elsewhere {...known.elsewhere} />
  return <Form asking={known} {...props} />
}

export function Elsewhere({ text, url }: NonNullable<Asking['elsewhere']>) {
  const say = useSay()
  return (
    <Stack gap="sm">
      <Text size="sm" style={{ whiteSpace: 'pre-line' }}>
        {text}
      </Text>
      {url && (
        <Anchor href={url} target="_blank" rel="noreferrer" size="sm">
          {say('requests.elsewhere.open')}
        </Anchor>
      )}
    </Stack>
  )
}

function Form({ asking: known, integrationId, name, subjectId, onClose }: RequestProps & { asking: Asking }) {
  const say = useSay()
  const waiting = known.request && ['open', 'approving'].includes(known.request.state) ? known.request : null
  const mine = waiting?.mine ?? null
  const [reason, setReason] = useState(mine?.reason ?? '')
  const [groupIds, setGroupIds] = useState<string[]>(mine?.groups.map(group => group.id) ?? [])
  const send = useAsk()
  const groupless = known.groupsNeeded && !subjectId && groupIds.length === 0
  const others = (waiting?.supporters ?? 0) - (mine && !mine.has ? 1 : 0)
  const submit = () =>
    send.mutate(
      { integrationId, reason, groupIds, ...(subjectId && { subjectId }) },
      {
        onSuccess: () => {
          toast(say('requests.sent', { name }))
          onClose()
        },
      },
    )
  return (
    <form
      onSubmit={event => {
        event.preventDefault()
        submit()
      }}
    >
      <Stack gap="md">
        <Text size="sm">{say('requests.intro')}</Text>
        {others > 0 && (
          <Text size="sm" fw={600}>
            {say('requests.others', { count: others })}
          </Text>
        )}
        <Textarea
          label={say('requests.reason')}
          value={reason}
          onChange={event => setReason(event.currentTarget.value)}
          maxLength={1_000}
          autosize
          minRows={2}
          maxRows={8}
          data-autofocus
        />
        {subjectId ? (
          <Text size="sm">{say('requests.for_group')}</Text>
        ) : (
          <GroupsField chosen={groupIds} onChange={setGroupIds} />
        )}
        {groupless && <Text size="sm">{say('requests.groups.needed')}</Text>}
        {send.isError && <Refused error={send.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {say('shell.cancel')}
          </Button>
          <Button type="submit" loading={send.isPending} disabled={groupless}>
            {say(mine ? 'requests.change' : others > 0 ? 'requests.add_me' : 'requests.send')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function GroupsField({ chosen, onChange }: { chosen: string[]; onChange: (ids: string[]) => void }) {
  const say = useSay()
  const groups = itemsOf(useInfiniteQuery(myGroups).data).filter(group => !group.archived)
  return (
    <MultiSelect
      label={say('requests.groups')}
      description={groups.some(group => group.privacy === 'secret') ? say('requests.groups.hint') : undefined}
      placeholder={chosen.length === 0 ? say('requests.groups.placeholder') : undefined}
      data={groups.map(group => ({ value: group.id, label: group.name }))}
      value={chosen}
      onChange={onChange}
      searchable
      hidePickedOptions
      nothingFoundMessage={say('requests.groups.none')}
    />
  )
}
