import { Tabs } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useSay } from '../../ui/words.tsx'

const places = {
  all: '/admin/integrations',
  permissions: '/admin/integrations/permissions',
} as const

/** The parts of Admin Panel → Integrations, each at its own address. */
export function IntegrationTabs({ here }: { here: keyof typeof places }) {
  const say = useSay()
  const navigate = useNavigate()
  return (
    <Tabs value={here} onChange={next => void navigate({ to: places[(next ?? here) as keyof typeof places] })}>
      <Tabs.List aria-label={say('integrations.title')}>
        {Object.keys(places).map(name => (
          <Tabs.Tab key={name} value={name}>
            {say(`integrations.part.${name}`)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
    </Tabs>
  )
}
