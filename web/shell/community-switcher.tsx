import { UnstyledButton } from '@mantine/core'
import { IconSelector } from '@tabler/icons-react'
import { useChooseSeat, useMe } from '../data/me.ts'
import { MenuButton } from '../ui/menu-button.tsx'
import { useSay } from '../ui/words.tsx'
import classes from './shell.module.css'

/** The community one is in; a menu where the account has seats in several. */
export function CommunitySwitcher() {
  const say = useSay()
  const { community, seats } = useMe()
  const choose = useChooseSeat()
  if (seats.length < 2) return <p className={classes.community}>{community.name}</p>
  return (
    <MenuButton
      button={
        <UnstyledButton className={classes.community} aria-label={say('shell.community_of', { name: community.name })}>
          {community.name}
          <IconSelector size={16} aria-hidden="true" />
        </UnstyledButton>
      }
      position="bottom-start"
      heading={say('shell.communities')}
      entries={seats.map(({ communityId, name }) => ({
        label: name,
        checked: communityId === community.id,
        onClick: () => communityId !== community.id && choose.mutate(communityId),
      }))}
    />
  )
}
