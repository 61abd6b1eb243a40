import { Button, Group as Row, Skeleton, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Profile } from '../../contract/api/people.ts'
import { useMe } from '../data/me.ts'
import { oneProfile } from '../data/members.ts'
import { useAddressPart } from '../ui/address.ts'
import { Face } from '../ui/avatar.tsx'
import { BotMark } from '../ui/bot-mark.tsx'
import { CoverDot } from '../ui/cover.tsx'
import { Page } from '../ui/page.tsx'
import { ScreenRefused } from '../ui/screen-refused.tsx'
import { Tag } from '../ui/tag.tsx'
import { useSay } from '../ui/words.tsx'
import classes from './people.module.css'

/** Who somebody is: what they do, and the groups the reader may know they are in. */
export function ProfileScreen() {
  const profile = useQuery(oneProfile(useAddressPart('memberId')))
  if (profile.isError && !profile.data) return <ScreenRefused error={profile.error} again={() => profile.refetch()} />
  if (!profile.data) return <Skeleton maw={680} mx="auto" height={220} radius="lg" />
  return (
    <Page title={profile.data.name} bare>
      <Who profile={profile.data} />
      <Groups groups={profile.data.groups} />
    </Page>
  )
}

function Who({ profile }: { profile: Profile }) {
  const say = useSay()
  const own = useMe().memberId === profile.id
  return (
    <section className={`card ${classes.panel}`}>
      <Row gap="lg" align="center">
        <Face member={profile} size={84} />
        <Stack gap={2} style={{ flex: '1 1 12rem', minWidth: 0 }}>
          <Row gap="xs">
            <Title order={1}>{profile.name}</Title>
            <BotMark member={profile} />
            {!profile.active && <Tag>{say('shell.profile.gone')}</Tag>}
          </Row>
          {profile.title && <Text>{profile.title}</Text>}
          {profile.department && (
            <Text size="sm" c="dimmed">
              {profile.department}
            </Text>
          )}
        </Stack>
        {own && (
          <Button component={Link} to="/account" variant="default">
            {say('shell.profile.edit')}
          </Button>
        )}
      </Row>
    </section>
  )
}

function Groups({ groups }: { groups: Profile['groups'] }) {
  const say = useSay()
  return (
    <section className={`card ${classes.panel}`} aria-labelledby="profile-groups">
      <Title order={2} id="profile-groups" mb="xs">
        {say('shell.profile.groups')}
      </Title>
      {groups.length ? (
        <ul className={classes.groups}>
          {groups.map(group => (
            <li key={group.id}>
              <Link to={`/groups/${group.id}`} className={`quiet-link ${classes.group}`}>
                <CoverDot cover={group.cover} />
                {group.name}
              </Link>
            </li>
          ))}
        </ul>
      ) : (
        <Text size="sm" c="dimmed">
          {say('shell.profile.no_groups')}
        </Text>
      )}
    </section>
  )
}
