import { Alert, Button, Group as Row } from '@mantine/core'
import { IconArchive, IconUserStar } from '@tabler/icons-react'
import type { Group } from '../../contract/api/groups.ts'
import { useAppointAdmin, useArchiveGroup } from '../data/groups.ts'
import { useMe } from '../data/me.ts'
import { toast } from '../ui/toast.tsx'
import { useSay } from '../ui/words.tsx'

/** What a reader must know before anything else: an archived group takes nothing new, one that nobody leads needs somebody. */
export function GroupBanners({ group }: { group: Group }) {
  return (
    <>
      {group.may.appoint && <Leaderless group={group} />}
      {group.archived && <Archived group={group} />}
    </>
  )
}

function Leaderless({ group }: { group: Group }) {
  const say = useSay()
  const { memberId } = useMe()
  const appoint = useAppointAdmin(group.id)
  const done = () => toast(say('groups.leading', { name: group.name }))
  return (
    <Alert color="yellow" icon={<IconUserStar size={18} />}>
      <Row justify="space-between" gap="xs">
        {say(group.may.read ? 'groups.leaderless.member' : 'groups.leaderless')}
        <Button
          size="xs"
          variant="default"
          loading={appoint.isPending}
          onClick={() => appoint.mutate(memberId, { onSuccess: done })}
        >
          {say('groups.lead')}
        </Button>
      </Row>
    </Alert>
  )
}

function Archived({ group }: { group: Group }) {
  const say = useSay()
  const { restore } = useArchiveGroup(group.id)
  return (
    <Alert color="gray" icon={<IconArchive size={18} />}>
      <Row justify="space-between" gap="xs">
        {say('groups.archived')}
        {group.may.manage && (
          <Button size="xs" variant="default" loading={restore.isPending} onClick={() => restore.mutate()}>
            {say('groups.restore')}
          </Button>
        )}
      </Row>
    </Alert>
  )
}
