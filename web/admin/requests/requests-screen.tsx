import { Button, SegmentedControl, Stack } from '@mantine/core'
import { IconHandStop, IconListDetails } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMe } from '../../data/me.ts'
import { requests } from '../../data/requests.ts'
import { useAddressQuery } from '../../ui/address.ts'
import { HelpLink } from '../../ui/help-link.tsx'
import { Empty, PageFaces, SkeletonLines } from '../../ui/list-faces.tsx'
import { Page } from '../../ui/page.tsx'
import { Missing } from '../../ui/screen-refused.tsx'
import { useSay } from '../../ui/words.tsx'
import { AdminTabs } from '../admin-tabs.tsx'
import { RequestCard } from './request-card.tsx'

/** Admin Panel → Requests: what members ask for, an entry an integration, most wanted first. */
export function RequestsScreen() {
  const say = useSay()
  const { may } = useMe()
  const [shown = 'open', setShown] = useAddressQuery('show')
  const show = shown === 'decided' ? 'decided' : 'open'
  const found = useInfiniteQuery({ ...requests(show), enabled: may.manageIntegrations })
  if (!may.manageIntegrations) return <Missing />
  const open = found.data?.pages[0]?.open ?? 0
  return (
    <Page
      title={say('requests.admin.title')}
      intro={<HelpLink to="requesting-integrations#decide">{say('requests.admin.intro')}</HelpLink>}
      width="wide"
      actions={
        <Button
          component={Link}
          to="/admin/requests/rules"
          variant="default"
          leftSection={<IconListDetails size={16} />}
        >
          {say('requests.rules')}
        </Button>
      }
    >
      <AdminTabs here="requests" />
      <SegmentedControl
        aria-label={say('requests.admin.title')}
        value={show}
        onChange={next => setShown(next === 'open' ? undefined : next)}
        data={[
          { value: 'open', label: say('requests.show.open', { count: open }) },
          { value: 'decided', label: say('requests.show.decided') },
        ]}
        style={{ alignSelf: 'flex-start' }}
      />
      <PageFaces query={found} loading={<SkeletonLines count={3} height={180} />} empty={<Nothing show={show} />}>
        {items => (
          <Stack component="ul" gap="md" m={0} p={0} style={{ listStyle: 'none' }}>
            {items.map(request => (
              <RequestCard key={request.id} request={request} />
            ))}
          </Stack>
        )}
      </PageFaces>
    </Page>
  )
}

function Nothing({ show }: { show: 'open' | 'decided' }) {
  const say = useSay()
  const key = show === 'open' ? 'requests.none' : 'requests.none.decided'
  return (
    <Empty title={say(key)} icon={<IconHandStop size={36} stroke={1.4} />}>
      {say(`${key}.body`)}
    </Empty>
  )
}
