import { Button, Stack, TextInput, Title } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconSearch, IconUserPlus } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { groupMembers } from '../data/groups.ts'
import { later } from '../ui/later.tsx'
import { Empty, PageFaces } from '../ui/list-faces.tsx'
import { useSay } from '../ui/words.tsx'
import { GroupRequests } from './group-requests.tsx'
import classes from './groups.module.css'
import { MemberRow } from './member-row.tsx'
import { useGroup } from './use-group.ts'

const InviteDialog = later(async () => (await import('./invite-dialog.tsx')).InviteDialog)

/** Who belongs, what they are in the group, and who would like to. */
export function GroupMembers() {
  const say = useSay()
  const group = useGroup()
  const [inviting, setInviting] = useState(false)
  const [text, setText] = useState('')
  const [search] = useDebouncedValue(text.trim(), 200)
  const members = useInfiniteQuery({ ...groupMembers(group.id, search), placeholderData: keepPreviousData })
  return (
    <Stack gap="md">
      {group.may.moderate && <GroupRequests group={group} />}
      <section className={`card ${classes.panel}`} aria-labelledby="group-members">
        <div className={classes.panelHead}>
          <Title order={2} id="group-members">
            {say('groups.tab.members')}
          </Title>
          {group.may.invite && (
            <Button size="xs" leftSection={<IconUserPlus size={16} />} onClick={() => setInviting(true)}>
              {say('groups.invite')}
            </Button>
          )}
        </div>
        <TextInput
          value={text}
          onChange={event => setText(event.currentTarget.value)}
          aria-label={say('groups.members.search')}
          placeholder={say('groups.members.search')}
          leftSection={<IconSearch size={16} />}
          mb="sm"
        />
        <PageFaces query={members} empty={<Empty title={say('groups.members.none')} />}>
          {items => (
            <ul className={classes.rows}>
              {items.map(member => (
                <MemberRow key={member.id} group={group} member={member} />
              ))}
            </ul>
          )}
        </PageFaces>
      </section>
      {inviting && <InviteDialog group={group} onClose={() => setInviting(false)} />}
    </Stack>
  )
}
