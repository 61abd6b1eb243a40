import { Anchor, Group, List, Stack, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { Integration } from '../../../contract/api/integrations.ts'
import { Time } from '../../ui/time.tsx'
import { type Say, Sentence, useSay } from '../../ui/words.tsx'
import { Leaves } from './leaves.tsx'

/** What it is, what members get, what leaves; and where it is on. */
export function OverviewTab({ integration }: { integration: Integration }) {
  const say = useSay()
  const { installation } = integration
  return (
    <Stack gap="lg">
      <Text>{integration.description}</Text>
      {installation && (
        <Stack gap={4}>
          <Text size="sm">
            <Sentence
              of="integrations.enabled_by"
              values={{
                name: <Link to={`/people/${installation.enabledBy.id}`}>{installation.enabledBy.name}</Link>,
                when: <Time at={installation.enabledAt} />,
              }}
            />
          </Text>
          <Text size="sm">
            {installation.everyone
              ? say('integrations.where.all')
              : say('integrations.reaches', { groups: reached(say, installation) })}
          </Text>
          {integration.needsSignIn && (
            <Text size="sm">{say('integrations.linked_count', { count: installation.linkedCount })}</Text>
          )}
        </Stack>
      )}
      <div>
        <Title order={2} size="h4">
          {say('integrations.abilities')}
        </Title>
        <List size="sm">
          {integration.abilities.map(ability => (
            <List.Item key={ability}>{ability}</List.Item>
          ))}
        </List>
      </div>
      <div>
        <Title order={2} size="h4">
          {say('integrations.consent.leaves')}
        </Title>
        <Leaves leaves={integration.leaves} />
      </div>
      <Group gap="md">
        {(['website', 'support', 'privacyUrl'] as const).map(name => {
          const href = integration[name]
          return (
            href && (
              <Anchor key={name} href={href} target="_blank" rel="noreferrer" size="sm">
                {say(`integrations.${name}`)}
              </Anchor>
            )
          )
        })}
      </Group>
    </Stack>
  )
}

/** By name those the reader sees; of others only how many. */
function reached(say: Say, { groups, hiddenGroups }: NonNullable<Integration['installation']>): string {
  const names = groups.map(group => group.name)
  const hidden = hiddenGroups > 0 ? [say('integrations.reaches.hidden', { count: hiddenGroups })] : []
  return [...names, ...hidden].join(', ') || '—'
}
