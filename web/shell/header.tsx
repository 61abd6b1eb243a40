import { ActionIcon } from '@mantine/core'
import { IconMenu2 } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { Bell } from '../notifications/bell.tsx'
import { Mark } from '../ui/mark.tsx'
import { useSay } from '../ui/words.tsx'
import { AccountMenu } from './account-menu.tsx'
import { SearchBox } from './search-box.tsx'
import classes from './shell.module.css'

export function Header({ openDrawer }: { openDrawer: () => void }) {
  const say = useSay()
  return (
    <header className={classes.header}>
      <ActionIcon className={classes.burger} size="lg" aria-label={say('shell.open_nav')} onClick={openDrawer}>
        <IconMenu2 size={20} />
      </ActionIcon>
      <Link to="/" className={classes.brand} aria-label={say('shell.brand')}>
        <Mark />
        <span className={classes.brandName}>Passerelle</span>
      </Link>
      <SearchBox />
      <div className={classes.tools}>
        <Bell />
        <AccountMenu />
      </div>
    </header>
  )
}
