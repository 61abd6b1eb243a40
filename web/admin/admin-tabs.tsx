import { Tabs } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useMe } from '../data/me.ts'
import { useSay } from '../ui/words.tsx'

/** Whoever goes from tab to tab by keyboard stays on the tabs: each section draws its own. */
let moving = false

/** The sections of the Admin Panel that this reader may open; nothing is shown where there is only one. */
export function AdminTabs({
  here,
}: {
  here: 'integrations' | 'requests' | 'activity' | 'audit' | 'people' | 'reports' | 'badges'
}) {
  const say = useSay()
  const { may } = useMe()
  const navigate = useNavigate()
  const tabs = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (moving) tabs.current?.querySelector<HTMLElement>('[aria-selected="true"]')?.focus()
    moving = false
  }, [])
  const go = (section: string | null) => {
    moving = true
    void navigate({ to: `/admin/${section ?? here}` })
  }
  const sections = [
    ...(may.manageIntegrations ? ['integrations', 'requests', 'activity', 'audit'] : []),
    ...(may.managePeople ? ['people'] : []),
    ...(may.moderate ? ['reports'] : []),
    ...(may.keepBadges ? ['badges'] : []),
  ]
  if (sections.length < 2) return null
  return (
    <Tabs value={here} onChange={go}>
      <Tabs.List ref={tabs} aria-label={say('admin.title')}>
        {sections.map(section => (
          <Tabs.Tab key={section} value={section}>
            {say(`admin.${section}`)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
    </Tabs>
  )
}
