import { Button, Group as Row, Text, Title } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Group } from '../../contract/api/groups.ts'
import { groupRequests, useMembership } from '../data/groups.ts'
import { Face } from '../ui/avatar.tsx'
import { PageFaces } from '../ui/list-faces.tsx'
import { Time } from '../ui/time.tsx'
import { useSay } from '../ui/words.tsx'
import classes from './groups.module.css'

/** People who asked to join. An open group has none, and then nothing is shown. */
export function GroupRequests({ group }: { group: Group }) {
  const say = useSay()
  const requests = useInfiniteQuery(groupRequests(group.id))
  const { answer } = useMembership(group.id)
  if (requests.data && !requests.data.pages[0]?.items.length) return null
  if (!requests.data && group.privacy === 'open' && group.letsIn !== 'admins') return null
  return (
    <section className={`card ${classes.panel}`} aria-labelledby="group-requests">
      <Title order={2} id="group-requests" mb="sm">
        {say('groups.requests')}
      </Title>
      <PageFaces query={requests} empty={null}>
        {items => (
          <ul className={classes.rows}>
            {items.map(({ member, askedAt }) => (
              <li key={member.id} className={classes.row}>
                <Face member={member} />
                <div className={classes.rowText}>
                  <Link to={`/people/${member.id}`} className="quiet-link">
                    {member.name}
                  </Link>
                  <Text size="xs" c="dimmed">
                    {say('groups.asked_at')} <Time at={askedAt} />
                  </Text>
                </div>
                <Row gap="xs" wrap="nowrap">
                  <Button
                    size="xs"
                    aria-label={say('groups.admit.label', { name: member.name })}
                    onClick={() => answer.mutate({ memberId: member.id, admit: true })}
                  >
                    {say('groups.admit')}
                  </Button>
                  <Button
                    size="xs"
                    variant="default"
                    aria-label={say('groups.refuse.label', { name: member.name })}
                    onClick={() => answer.mutate({ memberId: member.id, admit: false })}
                  >
                    {say('groups.decline')}
                  </Button>
                </Row>
              </li>
            ))}
          </ul>
        )}
      </PageFaces>
    </section>
  )
}
