import { Alert, Button, Group as Row } from '@mantine/core'
import { IconArchive } from '@tabler/icons-react'
import type { Group } from '../../contract/api/groups.ts'
import { useArchiveGroup } from '../data/groups.ts'
import { useSay } from '../ui/words.tsx'

/** What a reader must know before anything else: an archived group takes nothing new. */
export function GroupBanners({ group }: { group: Group }) {
  const say = useSay()
  const { restore } = useArchiveGroup(group.id)
  if (!group.archived) return null
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
