import { Alert, Button, Chip, Group, Select, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconPlus, IconPuzzle, IconRobot, IconSearch } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import type { KeyboardEvent } from 'react'
import { categories } from '../../../contract/api/integrations.ts'
import { directory } from '../../data/integrations.ts'
import { useMe } from '../../data/me.ts'
import { useAddressQuery, useAddressText } from '../../ui/address.ts'
import { HelpLink } from '../../ui/help-link.tsx'
import { Empty, PageFaces, SkeletonLines } from '../../ui/list-faces.tsx'
import { Page } from '../../ui/page.tsx'
import { Missing } from '../../ui/screen-refused.tsx'
import { useSay } from '../../ui/words.tsx'
import { AdminTabs } from '../admin-tabs.tsx'
import { DeletedList } from './deleted-list.tsx'
import { DirectoryRows } from './directory-rows.tsx'
import { IntegrationTabs } from './integration-tabs.tsx'
import { SavedViews } from './saved-views.tsx'

/** Admin Panel → Integrations: what there is, what is on, what needs somebody. The filters stand in the address. */
export function DirectoryScreen() {
  const say = useSay()
  const [text, setText] = useAddressText('q')
  const [category, setCategory] = useAddressQuery('category')
  const [status, setStatus] = useAddressQuery('status')
  const [sort] = useAddressQuery('sort')
  const [search] = useDebouncedValue(text?.trim(), 150)
  const own = status === 'custom'
  const asked = own ? ({ search, sort, origin: 'custom' } as const) : { search, category, status, sort }
  const found = useInfiniteQuery({ ...directory(asked), placeholderData: keepPreviousData })
  const navigate = useNavigate()
  const clear = () => {
    setText(undefined)
    void navigate({ to: '.', search: {}, replace: true })
  }
  const { may } = useMe()
  if (!may.manageIntegrations) return <Missing />
  const first = found.data?.pages[0]
  const counts = first?.counts
  const countOf: Readonly<Record<string, number | undefined>> = {
    attention: counts?.attention,
    enabled_for: counts?.enabled,
    available: counts?.available,
    requested: counts?.requested,
    custom: counts?.custom,
  }
  const chips = ['all', 'attention', 'enabled_for', 'available', 'requested', 'custom', 'disabled'].map(value => ({
    value,
    label: say(`integrations.filter.${value}`, { count: countOf[value] ?? 0 }),
  }))
  return (
    <Page
      title={say('integrations.title')}
      intro={<HelpLink to="third-party-integrations#manage">{say('integrations.intro')}</HelpLink>}
      width="wide"
      actions={first?.mayCreate === 'yes' && <CreateButton />}
    >
      <AdminTabs here="integrations" />
      <IntegrationTabs here="all" />
      <Group gap="sm">
        <TextInput
          value={text ?? ''}
          onChange={event => setText(event.currentTarget.value)}
          onKeyDown={leaveSearch}
          aria-label={say('integrations.search')}
          placeholder={say('integrations.search')}
          leftSection={<IconSearch size={16} />}
          data-page-search
          aria-keyshortcuts="/"
          style={{ flex: '1 1 14rem' }}
        />
        {!own && (
          <Select
            aria-label={say('integrations.category')}
            placeholder={say('integrations.category.all')}
            data={categories.map(value => ({ value, label: say(`integrations.category.${value}`) }))}
            clearable
            value={category ?? null}
            onChange={next => setCategory(next ?? undefined)}
          />
        )}
      </Group>
      <Chip.Group value={status ?? 'all'} onChange={next => setStatus(next === 'all' ? undefined : next)}>
        <Group gap="xs" role="radiogroup" aria-label={say('integrations.status')}>
          {chips.map(chip => (
            <Chip key={chip.value} value={chip.value} size="xs">
              {chip.label}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      <SavedViews />
      {own && first?.mayCreate === 'plan' && <Alert color="orange">{say('custom.plan')}</Alert>}
      <PageFaces
        query={found}
        loading={<SkeletonLines count={6} height={56} />}
        empty={own && !search ? <NoneYet /> : <Nothing clear={search || category || status ? clear : undefined} />}
      >
        {items => <DirectoryRows items={items} />}
      </PageFaces>
      {own && <DeletedList />}
    </Page>
  )
}

function CreateButton() {
  const say = useSay()
  return (
    <Button component={Link} to="/admin/integrations/new" leftSection={<IconPlus size={16} />}>
      {say('custom.create')}
    </Button>
  )
}

function NoneYet() {
  const say = useSay()
  return (
    <Empty title={say('custom.none')} icon={<IconRobot size={36} stroke={1.4} />}>
      {say('custom.none.body')}
    </Empty>
  )
}

/** Enter and the arrow go on to what was found, Escape out of the field. */
function leaveSearch(event: KeyboardEvent<HTMLInputElement>): void {
  if (event.key === 'Escape') event.currentTarget.blur()
  if (event.key !== 'Enter' && event.key !== 'ArrowDown') return
  event.preventDefault()
  document.querySelector<HTMLAnchorElement>('main tbody a')?.focus()
}

function Nothing({ clear }: { clear: (() => void) | undefined }) {
  const say = useSay()
  return (
    <Empty
      title={say('integrations.none')}
      icon={<IconPuzzle size={36} stroke={1.4} />}
      action={
        clear && (
          <Button variant="default" size="xs" onClick={clear}>
            {say('integrations.none.clear')}
          </Button>
        )
      }
    >
      {say(clear ? 'integrations.none.filtered' : 'integrations.none.body')}
    </Empty>
  )
}
