import { Link, useRouterState } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import type { Group } from '../../contract/api/groups.ts'
import { useSay } from '../ui/words.tsx'
import classes from './groups.module.css'

/** The parts of a group, as links: each has its address. */
export function GroupTabs({ group }: { group: Group }) {
  const say = useSay()
  const at = `/groups/${group.id}`
  const parts = [
    { to: at, name: 'groups.tab.posts', shown: group.may.read, exact: true },
    { to: `${at}/about`, name: 'groups.tab.about', shown: true, exact: false },
    { to: `${at}/files`, name: 'groups.tab.files', shown: group.may.read, exact: false },
    { to: `${at}/members`, name: 'groups.tab.members', shown: group.may.read, exact: false },
    { to: `${at}/events`, name: 'calendar.tab', shown: group.may.read, exact: false },
    { to: `${at}/integrations`, name: 'groups.tab.integrations', shown: group.may.read, exact: false },
    { to: `${at}/settings`, name: 'groups.tab.settings', shown: group.may.manage, exact: false },
  ]
  const bar = useRef<HTMLElement>(null)
  const path = useRouterState({ select: state => state.location.pathname })
  // biome-ignore lint/correctness/useExhaustiveDependencies: wherever the address leads, its tab comes into sight
  useEffect(() => {
    const open = bar.current?.querySelector<HTMLElement>('[aria-current=page]')
    if (open && bar.current) bar.current.scrollLeft = open.offsetLeft - bar.current.offsetLeft - 48
  }, [path])
  return (
    <nav ref={bar} className={classes.tabs} aria-label={say('groups.tabs', { name: group.name })}>
      {parts
        .filter(part => part.shown)
        .map(({ to, name, exact }) => (
          <Link key={to} to={to} activeOptions={{ exact }} className={classes.tab}>
            {say(name)}
          </Link>
        ))}
    </nav>
  )
}
