import { Group, Stack, Text, Title } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Supporter } from '../../../contract/api/requests.ts'
import { supportersOf } from '../../data/requests.ts'
import { Face } from '../../ui/avatar.tsx'
import { PageFaces, SkeletonLines } from '../../ui/list-faces.tsx'
import { Time } from '../../ui/time.tsx'
import { useSay } from '../../ui/words.tsx'
import classes from './requests.module.css'

/** Who asked, why, and where. Many scroll in their own place, so that the next request stays near. */
export function Supporters({ requestId, waiting }: { requestId: string; waiting: boolean }) {
  const say = useSay()
  const found = useInfiniteQuery(supportersOf(requestId))
  return (
    <section>
      <Title order={3} size="h5">
        {say('requests.who')}
      </Title>
      <div className={classes.people}>
        <PageFaces
          query={found}
          loading={<SkeletonLines count={2} height={40} />}
          empty={
            <Text size="sm" c="dimmed">
              {say('requests.who.none')}
            </Text>
          }
        >
          {items => (
            <Stack component="ul" gap="sm" m={0} p={0} style={{ listStyle: 'none' }}>
              {items.map(one => (
                <Row key={one.member.id} one={one} has={waiting && one.has} />
              ))}
            </Stack>
          )}
        </PageFaces>
      </div>
    </section>
  )
}

function Row({ one, has }: { one: Supporter; has: boolean }) {
  const say = useSay()
  const groups = [
    ...one.groups.map(group => group.name),
    ...(one.hiddenGroups > 0 ? [say('requests.wanted.hidden', { count: one.hiddenGroups })] : []),
  ]
  return (
    <Group component="li" gap="sm" wrap="nowrap" align="flex-start">
      <Face member={one.member} size={32} />
      <div style={{ minWidth: 0 }}>
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          <Link to={`/people/${one.member.id}`} className="quiet-link">
            <strong>{one.member.name}</strong>
          </Link>
          {has && ` (${say('requests.who.has')})`}
          {' · '}
          {one.reason || say('requests.who.no_reason')}
        </Text>
        <Text size="xs" c="dimmed">
          {groups.length > 0 && `${groups.join(', ')} · `}
          <Time at={one.askedAt} />
        </Text>
      </div>
    </Group>
  )
}
