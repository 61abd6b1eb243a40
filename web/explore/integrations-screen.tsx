import { Badge, Group, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconPuzzle, IconSearch } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { IntegrationRow } from '../../contract/api/integrations.ts'
import { directory } from '../data/integrations.ts'
import { AskButton } from '../requests/ask-button.tsx'
import { useAddressText } from '../ui/address.ts'
import { HelpLink } from '../ui/help-link.tsx'
import { Empty, PageFaces, SkeletonLines } from '../ui/list-faces.tsx'
import { Page } from '../ui/page.tsx'
import { ServiceIcon } from '../ui/service-icon.tsx'
import { useSay } from '../ui/words.tsx'

/** Explore → Integrations: what the company can work with, as cards. */
export function ExploreIntegrationsScreen() {
  const say = useSay()
  const [text, setText] = useAddressText('q')
  const [search] = useDebouncedValue(text?.trim(), 150)
  const found = useInfiniteQuery({ ...directory({ search, origin: 'connector' }), placeholderData: keepPreviousData })
  return (
    <Page
      title={say('integrations.explore.title')}
      intro={<HelpLink to="third-party-integrations#directory">{say('integrations.explore.intro')}</HelpLink>}
      width="wide"
      actions={<Link to="/explore/graph">{say('graph.title')}</Link>}
    >
      <TextInput
        value={text ?? ''}
        onChange={event => setText(event.currentTarget.value)}
        aria-label={say('integrations.search')}
        placeholder={say('integrations.search')}
        leftSection={<IconSearch size={16} />}
      />
      <PageFaces
        query={found}
        loading={<SkeletonLines count={3} height={110} />}
        empty={
          <Empty title={say('integrations.none')} icon={<IconPuzzle size={36} stroke={1.4} />}>
            {say('integrations.none.filtered')}
          </Empty>
        }
      >
        {items => (
          <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
            {items.map(row => (
              <Card key={row.id} row={row} />
            ))}
          </SimpleGrid>
        )}
      </PageFaces>
    </Page>
  )
}

const on = ['enabled', 'enabled_for', 'needs_attention']
const off = ['available', 'requested', 'disabled']

function Card({ row }: { row: IntegrationRow }) {
  const say = useSay()
  return (
    <article className="card" style={{ padding: 'var(--mantine-spacing-md)' }}>
      <Stack gap="xs" align="flex-start" h="100%">
        <ServiceIcon src={row.icon} name={row.name} size={40} />
        <Text fw={600}>
          <Link to={`/explore/integrations/${row.id}`} className="quiet-link">
            {row.name}
          </Link>
        </Text>
        <Text size="sm">{row.tagline}</Text>
        <Group gap="sm" justify="space-between" w="100%" mt="auto">
          <Badge variant="dot" color={on.includes(row.status) ? 'teal' : 'gray'} tt="none">
            {say(
              on.includes(row.status)
                ? 'integrations.explore.on'
                : row.asked
                  ? 'integrations.explore.requested'
                  : 'integrations.explore.off',
            )}
          </Badge>
          {off.includes(row.status) && !row.asked && (
            <AskButton integrationId={row.id} name={row.name} size="xs" variant="default" />
          )}
        </Group>
        {row.wanted !== null && (
          <Text size="xs" c="dimmed">
            {say('integrations.explore.people', { count: row.wanted })}
          </Text>
        )}
      </Stack>
    </article>
  )
}
