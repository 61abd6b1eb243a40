import { Button } from '@mantine/core'
import {
  IconApps,
  IconCompass,
  IconHome,
  IconLifebuoy,
  IconMessages,
  IconPlus,
  IconRobot,
  IconShieldCog,
} from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, type LinkProps, useRouterState } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { myGroups } from '../data/groups.ts'
import { useMe } from '../data/me.ts'
import { CoverDot } from '../ui/cover.tsx'
import { PageFaces, SkeletonLines } from '../ui/list-faces.tsx'
import { useSay } from '../ui/words.tsx'
import { CommunitySwitcher } from './community-switcher.tsx'
import classes from './shell.module.css'

export function Sidebar() {
  const say = useSay()
  const { may } = useMe()
  return (
    <>
      <CommunitySwitcher />
      <ul className={classes.links}>
        <Entry to="/" icon={<IconHome size={18} stroke={1.7} />} exact>
          {say('shell.home')}
        </Entry>
        <Entry to="/messages" icon={<IconMessages size={18} stroke={1.7} />}>
          {say('messages.title')}
        </Entry>
      </ul>
      <h2 className={classes.heading}>{say('shell.explore')}</h2>
      <ul className={classes.links}>
        <Entry to="/explore/groups" icon={<IconCompass size={18} stroke={1.7} />}>
          {say('shell.explore.groups')}
        </Entry>
        <Entry to="/explore/integrations" icon={<IconApps size={18} stroke={1.7} />}>
          {say('shell.explore.integrations')}
        </Entry>
        <Entry to="/explore/bots" icon={<IconRobot size={18} stroke={1.7} />}>
          {say('shell.explore.bots')}
        </Entry>
      </ul>
      <h2 className={classes.heading}>{say('shell.groups')}</h2>
      <MyGroups />
      {may.createGroups && (
        <Button
          component={Link}
          to="/groups/new"
          variant="subtle"
          color="gray"
          size="xs"
          justify="flex-start"
          leftSection={<IconPlus size={16} />}
        >
          {say('shell.new_group')}
        </Button>
      )}
      <ul className={classes.links} style={{ marginTop: 'var(--mantine-spacing-md)' }}>
        <AdminEntry />
        <Entry to="/help" icon={<IconLifebuoy size={18} stroke={1.7} />}>
          {say('help.title')}
        </Entry>
      </ul>
    </>
  )
}

function MyGroups() {
  const say = useSay()
  const groups = useInfiniteQuery(myGroups)
  return (
    <PageFaces
      query={groups}
      loading={<SkeletonLines count={4} height={28} />}
      empty={<p className={classes.none}>{say('shell.groups.none')}</p>}
    >
      {items => (
        <ul className={classes.links}>
          {items.map(group => (
            <Entry key={group.id} to={`/groups/${group.id}`} icon={<CoverDot cover={group.cover} />}>
              {group.name}
            </Entry>
          ))}
        </ul>
      )}
    </PageFaces>
  )
}

function AdminEntry() {
  const say = useSay()
  const { may } = useMe()
  if (!may.manageIntegrations && !may.managePeople && !may.moderate) return null
  const first = may.manageIntegrations ? 'integrations' : may.managePeople ? 'people' : 'reports'
  return (
    <Entry to={`/admin/${first}`} icon={<IconShieldCog size={18} stroke={1.7} />} within="/admin/">
      {say('shell.admin')}
    </Entry>
  )
}

interface EntryProps {
  readonly to: string
  readonly icon: ReactNode
  readonly exact?: boolean
  /** It stands for everything whose address begins so. */
  readonly within?: string
  readonly children: ReactNode
}

function Entry({ to, icon, exact = false, within, children }: EntryProps) {
  const inside = useRouterState({ select: state => Boolean(within && state.location.pathname.startsWith(within)) })
  const link: LinkProps = { to, activeOptions: { exact }, activeProps: { 'aria-current': 'page' } as object }
  return (
    <li>
      <Link {...link} {...(inside && { 'aria-current': 'page' })} className={classes.link}>
        <span className={classes.linkIcon} aria-hidden="true">
          {icon}
        </span>
        <span className={classes.linkText}>{children}</span>
      </Link>
    </li>
  )
}
