import { Button, Group, SimpleGrid, Stack } from '@mantine/core'
import { IconDownload, IconShieldCheck } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { AuditEntry } from '../../../contract/api/audit.ts'
import { auditLike } from '../../data/activity.ts'
import { useMe } from '../../data/me.ts'
import { HelpLink } from '../../ui/help-link.tsx'
import { later } from '../../ui/later.tsx'
import { Empty, PageFaces } from '../../ui/list-faces.tsx'
import { Page } from '../../ui/page.tsx'
import { Missing } from '../../ui/screen-refused.tsx'
import { useSay } from '../../ui/words.tsx'
import { AddressChoice, AddressText, AddressTime } from '../activity/address-fields.tsx'
import { IntegrationChoice } from '../activity/call-filters.tsx'
import { ExportButton } from '../activity/export-button.tsx'
import { Unread } from '../activity/unread.tsx'
import { AdminTabs } from '../admin-tabs.tsx'
import { AuditRows } from './audit-rows.tsx'
import { CheckButton } from './check.tsx'
import { useSubject } from './subject.ts'
import { useAuditFilter } from './use-audit-filter.ts'

const Detail = later(async () => (await import('./audit-detail.tsx')).AuditDetail)

/** Admin Panel → Audit: who did what to what, before and after, from where. */
export function AuditScreen() {
  const say = useSay()
  const { may } = useMe()
  const { filter, isFiltered, unread, clear, change } = useAuditFilter()
  const [opened, setOpened] = useState<AuditEntry>()
  const audit = useInfiniteQuery({ ...auditLike(filter), enabled: may.manageIntegrations })
  if (!may.manageIntegrations) return <Missing />
  const actions = <ExportButton taken={{ log: 'audit', filter }} icon={<IconDownload size={17} aria-hidden="true" />} />
  const none = isFiltered ? (
    <Empty
      title={say('audit.none_found')}
      action={
        <Button variant="default" onClick={clear}>
          {say('activity.filter.clear')}
        </Button>
      }
    />
  ) : (
    <Empty title={say('audit.none')} icon={<IconShieldCheck size={36} stroke={1.4} />}>
      {say('audit.none.body')}
    </Empty>
  )
  return (
    <Page
      title={say('audit.title')}
      intro={<HelpLink to="api-log#audit">{say('audit.intro')}</HelpLink>}
      width="wide"
      actions={actions}
    >
      <AdminTabs here="audit" />
      <CheckButton />
      <Filters subjects={audit.data?.pages[0]?.subjects ?? []} clear={isFiltered ? clear : undefined} />
      <Unread parts={unread} />
      <PageFaces query={audit} empty={none}>
        {items => <AuditRows items={items} open={setOpened} />}
      </PageFaces>
      {opened && (
        <Detail
          entry={opened}
          byActor={id => {
            change({ actor: id })
            setOpened(undefined)
          }}
          onClose={() => setOpened(undefined)}
        />
      )}
    </Page>
  )
}

function Filters({ subjects, clear }: { subjects: readonly string[]; clear: (() => void) | undefined }) {
  const say = useSay()
  const subject = useSubject()
  return (
    <Stack gap="xs" role="search" aria-label={say('audit.filter')}>
      <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing="xs" verticalSpacing="xs">
        <IntegrationChoice />
        <AddressChoice
          name="subject"
          label={say('audit.filter.subject')}
          data={subjects.map(value => ({ value, label: subject(value) }))}
        />
        <AddressText name="action" label={say('audit.filter.action')} />
        <AddressText name="address" label={say('activity.filter.address')} />
        <AddressText name="userAgent" label={say('activity.filter.user_agent')} />
        <AddressText name="country" label={say('audit.filter.country')} />
      </SimpleGrid>
      <Group gap="xs" align="flex-end">
        <AddressTime name="from" label={say('activity.filter.from')} />
        <AddressTime name="to" label={say('activity.filter.to')} />
        {clear && (
          <Button variant="subtle" onClick={clear}>
            {say('activity.filter.clear')}
          </Button>
        )}
      </Group>
    </Stack>
  )
}
