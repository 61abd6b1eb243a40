import { Stack, Title } from '@mantine/core'
import { useSay } from '../../ui/words.tsx'
import { type ListProps, PermissionList } from './permission-list.tsx'

const kinds = ['read', 'post', 'manage'] as const

/** Many to choose from, by what they let it do: read, post, manage; the higher risk first in each. */
export function PermissionGroups(props: ListProps) {
  const say = useSay()
  return (
    <Stack gap="lg">
      {kinds.map(kind => {
        const permissions = props.permissions.filter(one => one.kind === kind)
        return (
          permissions.length > 0 && (
            <Stack key={kind} gap="sm">
              <Title order={3} size="h5">
                {say(`integrations.kind.${kind}`)}
              </Title>
              <PermissionList {...props} permissions={permissions} grouped />
            </Stack>
          )
        )
      })}
    </Stack>
  )
}
