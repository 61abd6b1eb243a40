import { Stack, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconPuzzle, IconSearch } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { groupIntegrations } from '../data/integrations.ts'
import { useAddressText } from '../ui/address.ts'
import { HelpLink } from '../ui/help-link.tsx'
import { Empty, PageFaces, SkeletonLines } from '../ui/list-faces.tsx'
import { useSay } from '../ui/words.tsx'
import { IntegrationHere } from './integration-here.tsx'
import { RemovedHere } from './removed-here.tsx'
import { useGroup } from './use-group.ts'

/** What reaches this group, what it may do here, and how its notices come; and what was taken out of it. */
export function IntegrationsPart() {
  const say = useSay()
  const group = useGroup()
  const [text, setText] = useAddressText('q')
  const [search] = useDebouncedValue(text?.trim(), 150)
  const found = useInfiniteQuery({ ...groupIntegrations(group.id, search), placeholderData: keepPreviousData })
  // A few are read at a glance. Where the field was, it stays: somebody may be typing in it.
  const [many, setMany] = useState(Boolean(text))
  if (found.hasNextPage && !many) setMany(true)
  return (
    <>
      {many && (
        <TextInput
          value={text ?? ''}
          onChange={event => setText(event.currentTarget.value)}
          aria-label={say('integrations.group.search')}
          placeholder={say('integrations.group.search')}
          leftSection={<IconSearch size={16} />}
          maxLength={100}
        />
      )}
      <PageFaces query={found} loading={<SkeletonLines count={2} height={96} />} empty={<Nothing search={search} />}>
        {items => (
          <Stack gap="sm">
            {items.map(one => (
              <IntegrationHere key={one.installationId} group={group} one={one} />
            ))}
            <Text size="sm" c="dimmed">
              <HelpLink to="integrations-in-a-group">{say('integrations.group.help')}</HelpLink>
            </Text>
          </Stack>
        )}
      </PageFaces>
      <RemovedHere groupId={group.id} removed={found.data?.pages[0]?.removed ?? []} />
    </>
  )
}

function Nothing({ search }: { search: string | undefined }) {
  const say = useSay()
  const icon = <IconPuzzle size={36} stroke={1.4} />
  if (search)
    return (
      <Empty title={say('integrations.group.none.found')} icon={icon}>
        {say('integrations.group.none.found.body')}
      </Empty>
    )
  return (
    <Empty title={say('integrations.group.none')} icon={icon}>
      {say('integrations.group.none.body')} <Link to="/explore/integrations">{say('integrations.group.ask')}</Link>{' '}
      <HelpLink to="integrations-in-a-group" />
    </Empty>
  )
}
