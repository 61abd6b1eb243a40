/**
 * The frame around everything a signed-in person does: where they are, what there is, who they are. It must never know what a
 * screen shows.
 */
import { Loader } from '@mantine/core'
import { useWindowEvent } from '@mantine/hooks'
import { Outlet, useRouterState } from '@tanstack/react-router'
import { type ReactNode, useEffect, useState } from 'react'
import type { Me } from '../../contract/api/session.ts'
import { useLive } from '../data/live/use-live.ts'
import { seatMark, useMeQuery } from '../data/me.ts'
import { later } from '../ui/later.tsx'
import { Refused } from '../ui/refused.tsx'
import { useSay, useWords } from '../ui/words.tsx'
import { CameBack } from './came-back.tsx'
import { Header } from './header.tsx'
import { useKeepFocus } from './keep-focus.ts'
import { KeysProvider } from './keys.tsx'
import classes from './shell.module.css'
import { Sidebar } from './sidebar.tsx'

const NavDrawer = later(async () => (await import('./nav-drawer.tsx')).NavDrawer)

export function Frame() {
  const me = useMeQuery()
  const { speak } = useWords()
  const { language, timeZone } = me.data ?? {}
  useEffect(() => {
    if (language) speak(language, timeZone)
  }, [language, timeZone, speak])

  if (me.isError && !me.data) {
    return (
      <Waiting>
        <Refused error={me.error} again={() => me.refetch()} />
      </Waiting>
    )
  }
  if (!me.data) {
    return (
      <Waiting>
        <Loader size="sm" />
      </Waiting>
    )
  }
  return (
    <KeysProvider>
      <Furnished me={me.data} />
    </KeysProvider>
  )
}

function Furnished({ me }: { me: Me }) {
  useLive(me)
  useKeepFocus()
  // Another tab sat down in another community: what stands here is of one that the session has left.
  useWindowEvent('storage', ({ key }) => key === seatMark && location.assign('/'))
  const say = useSay()
  const [drawer, setDrawer] = useState(false)
  const path = useRouterState({ select: state => state.location.pathname })
  // biome-ignore lint/correctness/useExhaustiveDependencies: wherever the address leads, the drawer was the way there
  useEffect(() => setDrawer(false), [path])
  return (
    <div className={classes.frame}>
      <a className={classes.skip} href="#content">
        {say('shell.skip')}
      </a>
      <Header openDrawer={() => setDrawer(true)} />
      <nav className={classes.side} aria-label={say('shell.nav')}>
        <Sidebar />
      </nav>
      <main id="content" className={classes.content} tabIndex={-1}>
        <CameBack />
        <Outlet />
      </main>
      {drawer && <NavDrawer opened onClose={() => setDrawer(false)} />}
    </div>
  )
}

const Waiting = ({ children }: { children: ReactNode }) => <main className={classes.waiting}>{children}</main>
