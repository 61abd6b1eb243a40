import { Alert, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import type { Integration } from '../../../contract/api/integrations.ts'
import type { FormValues } from '../../../contract/form.ts'
import { leavesWith } from '../../data/integrations.ts'
import { useSay } from '../../ui/words.tsx'

/** What leaves this server, and to which host. */
export function Leaves({ leaves }: { leaves: Integration['leaves'] }) {
  const say = useSay()
  if (leaves.length === 0) return <Text size="sm">{say('integrations.consent.leaves.none')}</Text>
  return (
    <ul style={{ margin: 0, paddingInlineStart: '1.2rem' }}>
      {leaves.map(({ sentence, host }) => (
        <li key={sentence}>
          <Text size="sm">
            {sentence}{' '}
            <Text span c="dimmed">
              {host ? say('integrations.to_host', { host }) : say('integrations.to_host.unknown')}
            </Text>
          </Text>
        </li>
      ))}
    </ul>
  )
}

/** The same while the settings are being filled in: a server of one's own is named as soon as its address is. */
export function LeavesWith({ integration, settings }: { integration: Integration; settings: FormValues }) {
  const [typed] = useDebouncedValue(settings, 300)
  const found = useQuery(leavesWith(integration, typed))
  return (
    <>
      <Leaves leaves={found.data?.leaves ?? integration.leaves} />
      {found.data?.elsewhere && (
        <Alert color="orange">
          <LeftBehind integration={integration} />
        </Alert>
      )}
    </>
  )
}

/** Another address: what was signed in at the one before does not go there. */
export function LeftBehind({ integration: { name, installation } }: { integration: Integration }) {
  const say = useSay()
  return say('integrations.elsewhere.body', { name, linked: installation?.linkedCount ?? 0 })
}
