import { Menu, UnstyledButton } from '@mantine/core'
import { IconCheck, IconSelector } from '@tabler/icons-react'
import { useChooseSeat, useMe } from '../data/me.ts'
import { useSay } from '../ui/words.tsx'
import classes from './shell.module.css'

/** The community one is in; a menu where the account has seats in several. */
export function CommunitySwitcher() {
  const say = useSay()
  const { community, seats } = useMe()
  const choose = useChooseSeat()
  if (seats.length < 2) return <p className={classes.community}>{community.name}</p>
  return (
    <Menu width={230} position="bottom-start">
      <Menu.Target>
        <UnstyledButton className={classes.community} aria-label={say('shell.community_of', { name: community.name })}>
          {community.name}
          <IconSelector size={16} aria-hidden="true" />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{say('shell.communities')}</Menu.Label>
        {seats.map(seat => (
          <Menu.Item
            key={seat.communityId}
            role="menuitemradio"
            aria-checked={seat.communityId === community.id}
            rightSection={seat.communityId === community.id ? <IconCheck size={16} /> : null}
            onClick={() => seat.communityId !== community.id && choose.mutate(seat.communityId)}
          >
            {seat.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
