import { Stack, Text, Title } from '@mantine/core'
import { IconHourglass, IconSpeakerphone, IconUserCheck, type TablerIcon } from '@tabler/icons-react'
import { Markdown } from '../ui/markdown/markdown.tsx'
import { DayOf } from '../ui/time.tsx'
import { useSay } from '../ui/words.tsx'
import { privacyIcons } from './group-header.tsx'
import classes from './groups.module.css'
import { useGroup } from './use-group.ts'

/** What a group is for, who may read it, and since when it is. */
export function GroupAbout() {
  const say = useSay()
  const group = useGroup()
  const Privacy = privacyIcons[group.privacy]
  return (
    <Stack className="card" p="md" gap="md">
      <div>
        <Title order={2}>{say('groups.tab.about')}</Title>
        {group.description ? (
          <Markdown text={group.description} />
        ) : (
          <Text size="sm" c="dimmed">
            {say('groups.about.none')}
          </Text>
        )}
      </div>
      <Fact icon={Privacy} title={say(`groups.privacy.${group.privacy}`)}>
        {say(`groups.privacy.${group.privacy}.means`)}
      </Fact>
      {group.adminsPost && (
        <Fact icon={IconSpeakerphone} title={say('groups.admins_post')}>
          {say('groups.form.admins_post.hint')}
        </Fact>
      )}
      {group.approvesPosts && !group.adminsPost && (
        <Fact icon={IconHourglass} title={say('groups.about.approves')}>
          {say('groups.form.approves.hint')}
        </Fact>
      )}
      {group.letsIn !== 'privacy' && (
        <Fact icon={IconUserCheck} title={say(`groups.lets_in.${group.letsIn}`)}>
          {say(`groups.lets_in.${group.letsIn}.means`)}
        </Fact>
      )}
      <Text size="sm" c="dimmed">
        {say('groups.since')} <DayOf at={group.createdAt} />
      </Text>
    </Stack>
  )
}

function Fact({ icon: Icon, title, children }: { icon: TablerIcon; title: string; children: string }) {
  return (
    <div className={classes.fact}>
      <Icon size={18} aria-hidden="true" />
      <div>
        <Text fw={600} size="sm">
          {title}
        </Text>
        <Text size="sm" c="dimmed">
          {children}
        </Text>
      </div>
    </div>
  )
}
