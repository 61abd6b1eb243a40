import { Tabs } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useMe } from '../data/me.ts'
import { useSay } from '../ui/words.tsx'

/** The sections of the Admin Panel that this reader may open; nothing is shown where there is only one. */
export function AdminTabs({
  here,
}: {
  here: 'integrations' | 'requests' | 'activity' | 'audit' | 'people' | 'reports' | 'badges'
}) {
  const say = useSay()
  const { may } = useMe()
  const navigate = useNavigate()
  const sections = [
    ...(may.manageIntegrations ? ['integrations', 'requests', 'activity', 'audit'] : []),
    ...(may.managePeople ? ['people'] : []),
    ...(may.moderate ? ['reports'] : []),
    ...(may.keepBadges ? ['badges'] : []),
  ]
  if (sections.length < 2) return null
  return (
    <Tabs value={here} onChange={section => void navigate({ to: `/admin/${section ?? here}` })}>
      <Tabs.List aria-label={say('admin.title')}>
        {sections.map(section => (
          <Tabs.Tab key={section} value={section}>
            {say(`admin.${section}`)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
    </Tabs>
  )
}
