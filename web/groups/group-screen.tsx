import { Skeleton, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Outlet } from '@tanstack/react-router'
import { oneGroup } from '../data/groups.ts'
import { useAddressPart } from '../ui/address.ts'
import { Page } from '../ui/page.tsx'
import { ScreenRefused } from '../ui/screen-refused.tsx'
import { GroupBanners } from './group-banners.tsx'
import { GroupHeader } from './group-header.tsx'
import { GroupTabs } from './group-tabs.tsx'

/** What is around everything of a group: its cover, the reader's standing in it, and the ways to its parts. */
export function GroupScreen() {
  const group = useQuery(oneGroup(useAddressPart('groupId')))
  if (group.isError && !group.data) return <ScreenRefused error={group.error} again={() => group.refetch()} />
  if (!group.data) return <Skeleton maw={840} mx="auto" height={190} radius="lg" />
  return (
    <Page title={group.data.name} bare>
      <Stack gap={0} className="card">
        <GroupHeader group={group.data} />
        <GroupTabs group={group.data} />
      </Stack>
      <GroupBanners group={group.data} />
      <Outlet />
    </Page>
  )
}
