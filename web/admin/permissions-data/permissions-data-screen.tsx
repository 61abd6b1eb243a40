import { Button, Text } from '@mantine/core'
import { IconShieldCheck } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useMe } from '../../data/me.ts'
import { overseen } from '../../data/oversight.ts'
import { itemsOf } from '../../data/query.ts'
import { useAddressQuery } from '../../ui/address.ts'
import { HelpLink } from '../../ui/help-link.tsx'
import { later } from '../../ui/later.tsx'
import { Empty, PageFaces, SkeletonLines } from '../../ui/list-faces.tsx'
import { Page } from '../../ui/page.tsx'
import { Missing } from '../../ui/screen-refused.tsx'
import { useNarrow } from '../../ui/use-narrow.ts'
import { useSay } from '../../ui/words.tsx'
import { AdminTabs } from '../admin-tabs.tsx'
import { IntegrationTabs } from '../integrations/integration-tabs.tsx'
import { SavedViews } from '../integrations/saved-views.tsx'
import { BulkBar } from './bulk-bar.tsx'
import { Filters, useFilter } from './filters.tsx'
import { OverseenTable } from './overseen-table.tsx'
import { Makings, UnderWay } from './under-way.tsx'
import { type AskedChange, AskedContext } from './use-asked.ts'

const DetailDrawer = later(async () => (await import('./detail-drawer.tsx')).DetailDrawer)
const ChangeDialog = later(async () => (await import('./change-dialog.tsx')).ChangeDialog)
const ExplainDialog = later(async () => (await import('./explain-dialog.tsx')).ExplainDialog)

/** Admin Panel → Integrations → Permissions & data: what every integration may do, does and did, and where; changed in place, stopped at any time. */
export function PermissionsDataScreen() {
  const say = useSay()
  const navigate = useNavigate()
  const filter = useFilter()
  const [sort] = useAddressQuery('sort')
  const [opened, setOpened] = useAddressQuery('open')
  const [explaining, setExplaining] = useAddressQuery('explain')
  const [chosen, choose] = useState<ReadonlySet<string>>(new Set())
  const [change, setChange] = useState<AskedChange>()
  const narrow = useNarrow()
  const found = useInfiniteQuery({ ...overseen(filter, sort), placeholderData: keepPreviousData })
  const asked = useMemo(() => ({ explain: setExplaining, change: setChange }), [setExplaining])
  const { may } = useMe()
  if (!may.manageIntegrations) return <Missing />
  const total = found.data?.pages[0]?.total ?? 0
  const filtered = Object.values(filter).some(Boolean)
  const clear = () => void navigate({ to: '.', search: {}, replace: true })
  const nameOf = (id: string): string => itemsOf(found.data).find(row => row.id === id)?.name ?? ''
  return (
    <AskedContext value={asked}>
      <Page
        title={say('oversight.title')}
        intro={<HelpLink to="permissions-and-data">{say('oversight.intro')}</HelpLink>}
        width="full"
      >
        <AdminTabs here="integrations" />
        <IntegrationTabs here="permissions" />
        <Makings />
        <UnderWay />
        <Filters clear={filtered ? clear : undefined} />
        <SavedViews at="/admin/integrations/permissions" />
        {found.data && (
          <Text size="sm" c="dimmed" role="status">
            {say('oversight.count', { count: total })}
          </Text>
        )}
        <PageFaces
          query={found}
          loading={<SkeletonLines count={8} height={56} />}
          empty={<Nothing clear={filtered ? clear : undefined} />}
        >
          {items => (
            <OverseenTable
              items={items}
              total={total}
              chosen={chosen}
              choose={choose}
              open={setOpened}
              narrow={narrow}
            />
          )}
        </PageFaces>
        {chosen.size > 0 && <BulkBar chosen={chosen} choose={choose} total={total} filter={filter} />}
      </Page>
      {opened && <DetailDrawer id={opened} close={() => setOpened(undefined)} />}
      {explaining && <ExplainDialog id={explaining} name={nameOf(explaining)} close={() => setExplaining(undefined)} />}
      {change && (
        <ChangeDialog
          asked={change}
          close={() => setChange(undefined)}
          done={() => {
            setChange(undefined)
            choose(new Set())
            requestAnimationFrame(focusTable)
          }}
        />
      )}
    </AskedContext>
  )
}

/** The button that began a change of many went with their being chosen: the focus goes to where they were. */
const focusTable = (): void =>
  document.querySelector<HTMLElement>('main tbody [data-row-open]')?.focus({ preventScroll: true })

function Nothing({ clear }: { clear: (() => void) | undefined }) {
  const say = useSay()
  return (
    <Empty
      title={say(clear ? 'integrations.none' : 'oversight.none')}
      icon={<IconShieldCheck size={36} stroke={1.4} />}
      action={
        clear && (
          <Button variant="default" size="xs" onClick={clear}>
            {say('integrations.none.clear')}
          </Button>
        )
      }
    >
      {say(clear ? 'integrations.none.filtered' : 'oversight.none.body')}
    </Empty>
  )
}
