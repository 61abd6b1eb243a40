import { Stack, Text } from '@mantine/core'
import { IconPuzzle } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { groupIntegrations } from '../data/integrations.ts'
import { HelpLink } from '../ui/help-link.tsx'
import { Empty, ListFaces, SkeletonLines } from '../ui/list-faces.tsx'
import { useSay } from '../ui/words.tsx'
import { IntegrationHere } from './integration-here.tsx'
import { RemovedHere } from './removed-here.tsx'
import { useGroup } from './use-group.ts'

/** What reaches this group, what it may do here, and how its notices come; and what was taken out of it. */
export function IntegrationsPart() {
  const say = useSay()
  const group = useGroup()
  const found = useQuery(groupIntegrations(group.id))
  return (
    <>
      <ListFaces
        query={found}
        of={answer => answer.items}
        loading={<SkeletonLines count={2} height={96} />}
        empty={
          <Empty title={say('integrations.group.none')} icon={<IconPuzzle size={36} stroke={1.4} />}>
            {say('integrations.group.none.body')}{' '}
            <Link to="/explore/integrations">{say('integrations.group.ask')}</Link>{' '}
            <HelpLink to="integrations-in-a-group" />
          </Empty>
        }
      >
        {items => (
          <Stack gap="sm">
            {items.map(one => (
              <IntegrationHere key={one.installationId} group={group} one={one} />
            ))}
            <Text size="sm" c="dimmed">
              <HelpLink to="integrations-in-a-group">{say('integrations.group.help')}</HelpLink>
            </Text>
          </Stack>
        )}
      </ListFaces>
      <RemovedHere groupId={group.id} removed={found.data?.removed ?? []} />
    </>
  )
}
