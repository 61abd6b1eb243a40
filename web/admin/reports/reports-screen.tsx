import { Stack } from '@mantine/core'
import { IconFlag } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useMe } from '../../data/me.ts'
import { reports } from '../../data/reports.ts'
import { Empty, PageFaces, SkeletonLines } from '../../ui/list-faces.tsx'
import { Page } from '../../ui/page.tsx'
import { Missing } from '../../ui/screen-refused.tsx'
import { useSay } from '../../ui/words.tsx'
import { AdminTabs } from '../admin-tabs.tsx'
import { ReportCard } from './report-card.tsx'

/** Admin Panel → Reported content. */
export function ReportsScreen() {
  const say = useSay()
  const { may } = useMe()
  const waiting = useInfiniteQuery({ ...reports, enabled: may.moderate, staleTime: 0 })
  if (!may.moderate) return <Missing />
  return (
    <Page title={say('moderation.title')} intro={say('moderation.intro')} width="wide">
      <AdminTabs here="reports" />
      <PageFaces
        query={waiting}
        loading={<SkeletonLines count={4} height={96} />}
        empty={
          <Empty title={say('moderation.none')} icon={<IconFlag size={36} stroke={1.4} />}>
            {say('moderation.none.body')}
          </Empty>
        }
      >
        {items => (
          <Stack component="ul" gap="md" m={0} p={0} style={{ listStyle: 'none' }}>
            {items.map(item => (
              <ReportCard key={item.subjectId} item={item} />
            ))}
          </Stack>
        )}
      </PageFaces>
    </Page>
  )
}
