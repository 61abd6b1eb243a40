import { Button } from '@mantine/core'
import { IconDownload, IconSettings } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useMe } from '../../data/me.ts'
import { HelpLink } from '../../ui/help-link.tsx'
import { Page } from '../../ui/page.tsx'
import { Missing } from '../../ui/screen-refused.tsx'
import { useSay } from '../../ui/words.tsx'
import { AdminTabs } from '../admin-tabs.tsx'
import { CallLog } from './call-log.tsx'
import { ExportButton } from './export-button.tsx'
import { useCallFilter } from './use-call-filter.ts'

/** Admin Panel → API activity log: every call of every integration. */
export function ActivityScreen() {
  const say = useSay()
  const { may } = useMe()
  const { filter } = useCallFilter()
  if (!may.manageIntegrations) return <Missing />
  const actions = (
    <>
      <Button
        component={Link}
        to="/admin/activity/settings"
        variant="default"
        leftSection={<IconSettings size={17} aria-hidden="true" />}
      >
        {say('activity.settings')}
      </Button>
      <ExportButton taken={{ log: 'api', filter }} icon={<IconDownload size={17} aria-hidden="true" />} />
    </>
  )
  return (
    <Page
      title={say('activity.title')}
      intro={<HelpLink to="api-log">{say('activity.intro')}</HelpLink>}
      width="wide"
      actions={actions}
    >
      <AdminTabs here="activity" />
      <CallLog />
    </Page>
  )
}
