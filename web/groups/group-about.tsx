import { Stack, Text, Title } from '@mantine/core'
import { IconHourglass, IconSpeakerphone, IconUserCheck } from '@tabler/icons-react'
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
      <div className={classes.fact}>
        <Privacy size={18} aria-hidden="true" />
        <div>
          <Text fw={600} size="sm">
            {say(`groups.privacy.${group.privacy}`)}
          </Text>
          <Text size="sm" c="dimmed">
            {say(`groups.privacy.${group.privacy}.means`)}
          </Text>
        </div>
      </div>
      {group.adminsPost && (
        <div className={classes.fact}>
          <IconSpeakerphone size={18} aria-hidden="true" />
          <div>
            <Text fw={600} size="sm">
              {say('groups.admins_post')}
            </Text>
            <Text size="sm" c="dimmed">
              {say('groups.form.admins_post.hint')}
            </Text>
          </div>
        </div>
      )}
      {group.approvesPosts && !group.adminsPost && (
        <div className={classes.fact}>
          <IconHourglass size={18} aria-hidden="true" />
          <div>
            <Text fw={600} size="sm">
              {say('groups.about.approves')}
            </Text>
            <Text size="sm" c="dimmed">
              {say('groups.form.approves.hint')}
            </Text>
          </div>
        </div>
      )}
      {group.letsIn !== 'privacy' && (
        <div className={classes.fact}>
          <IconUserCheck size={18} aria-hidden="true" />
          <div>
            <Text fw={600} size="sm">
              {say(`groups.lets_in.${group.letsIn}`)}
            </Text>
            <Text size="sm" c="dimmed">
              {say(`groups.lets_in.${group.letsIn}.means`)}
            </Text>
          </div>
        </div>
      )}
      <Text size="sm" c="dimmed">
        {say('groups.since')} <DayOf at={group.createdAt} />
      </Text>
    </Stack>
  )
}
