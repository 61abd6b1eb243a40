import { Button, Stack, Text } from '@mantine/core'
import { IconActivity } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { LoggedCall } from '../../../contract/api/api-log.ts'
import { callsLike } from '../../data/activity.ts'
import { later } from '../../ui/later.tsx'
import { Empty, PageFaces } from '../../ui/list-faces.tsx'
import { Stamp } from '../../ui/stamp.tsx'
import { Sentence, useSay } from '../../ui/words.tsx'
import { CallFilters } from './call-filters.tsx'
import { CallRows } from './call-rows.tsx'
import { useCallFilter } from './use-call-filter.ts'

const Detail = later(async () => (await import('./call-detail.tsx')).CallDetail)

/** The API log, whole, or `only` of one integration; what is looked for is in the address. */
export function CallLog({ only }: { only?: string }) {
  const say = useSay()
  const { filter, isFiltered, clear } = useCallFilter(only)
  const [opened, setOpened] = useState<LoggedCall>()
  const calls = useInfiniteQuery(callsLike(filter))
  const searchedTo = calls.data?.pages.at(-1)?.searchedTo
  const none = isFiltered ? (
    <Empty
      title={say('activity.none_found')}
      action={
        <Button variant="default" onClick={clear}>
          {say('activity.filter.clear')}
        </Button>
      }
    />
  ) : (
    <Empty title={say('activity.none')} icon={<IconActivity size={36} stroke={1.4} />}>
      {say('activity.none.body')}
    </Empty>
  )
  return (
    <Stack gap="md">
      <CallFilters only={only} />
      <PageFaces query={calls} empty={none}>
        {items => (
          <>
            {items.length > 0 && <CallRows items={items} named={only === undefined} open={setOpened} />}
            {searchedTo && (
              <Text size="sm" c="dimmed" role="status">
                <Sentence of="activity.searched_to" values={{ at: <Stamp at={searchedTo} /> }} />
              </Text>
            )}
          </>
        )}
      </PageFaces>
      {opened && <Detail call={opened} only={only} onClose={() => setOpened(undefined)} />}
    </Stack>
  )
}
