import { Group, Image, SegmentedControl, Select, Table, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconPuzzle, IconSearch } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { categories, type IntegrationRow } from '../../../contract/api/integrations.ts'
import { directory } from '../../data/integrations.ts'
import { useAddressQuery, useAddressText } from '../../ui/address.ts'
import { Empty, ListFaces, SkeletonLines } from '../../ui/list-faces.tsx'
import { Page } from '../../ui/page.tsx'
import { useSay } from '../../ui/words.tsx'
import { AdminTabs } from '../admin-tabs.tsx'
import { StatusBadge } from './status-badge.tsx'

/** Admin Panel → Integrations: what there is, what is on, what needs somebody. The filters stand in the address. */
export function DirectoryScreen() {
  const say = useSay()
  const [text, setText] = useAddressText('q')
  const [category, setCategory] = useAddressQuery('category')
  const [status, setStatus] = useAddressQuery('status')
  const [search] = useDebouncedValue(text?.trim(), 150)
  const found = useQuery({ ...directory(search, category, status), placeholderData: keepPreviousData })
  const counts = found.data?.counts
  const chips = ['all', 'attention', 'enabled_for', 'available', 'disabled'].map(value => ({
    value,
    label: say(`integrations.filter.${value}`, {
      count:
        (value === 'attention'
          ? counts?.attention
          : value === 'enabled_for'
            ? counts?.enabled
            : value === 'available'
              ? counts?.available
              : undefined) ?? 0,
    }),
  }))
  return (
    <Page title={say('integrations.title')} intro={say('integrations.intro')} width="wide">
      <AdminTabs here="integrations" />
      <Group gap="sm">
        <TextInput
          value={text ?? ''}
          onChange={event => setText(event.currentTarget.value)}
          aria-label={say('integrations.search')}
          placeholder={say('integrations.search')}
          leftSection={<IconSearch size={16} />}
          style={{ flex: '1 1 14rem' }}
        />
        <Select
          aria-label={say('integrations.category')}
          placeholder={say('integrations.category.all')}
          data={categories.map(value => ({ value, label: say(`integrations.category.${value}`) }))}
          clearable
          value={category ?? null}
          onChange={next => setCategory(next ?? undefined)}
        />
      </Group>
      <SegmentedControl
        aria-label={say('integrations.status')}
        data={chips}
        value={status ?? 'all'}
        onChange={next => setStatus(next === 'all' ? undefined : next)}
        style={{ alignSelf: 'flex-start', maxWidth: '100%', overflowX: 'auto' }}
      />
      <ListFaces
        query={found}
        of={answer => answer.items}
        loading={<SkeletonLines count={6} height={56} />}
        empty={<Nothing filtered={Boolean(search || category || status)} />}
      >
        {items => <Rows items={items} />}
      </ListFaces>
    </Page>
  )
}

function Nothing({ filtered }: { filtered: boolean }) {
  const say = useSay()
  return (
    <Empty title={say('integrations.none')} icon={<IconPuzzle size={36} stroke={1.4} />}>
      {say(filtered ? 'integrations.none.filtered' : 'integrations.none.body')}
    </Empty>
  )
}

function Rows({ items }: { items: readonly IntegrationRow[] }) {
  const say = useSay()
  return (
    <Table.ScrollContainer minWidth={560}>
      <Table highlightOnHover verticalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{say('integrations.name')}</Table.Th>
            <Table.Th>{say('integrations.category')}</Table.Th>
            <Table.Th>{say('integrations.status')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map(row => (
            <Table.Tr key={row.id}>
              <Table.Td>
                <Group gap="sm" wrap="nowrap">
                  <Image src={row.icon} alt="" w={32} h={32} />
                  <div>
                    <Link to={`/admin/integrations/${row.id}`}>{row.name}</Link>
                    <Text size="sm" c="dimmed">
                      {row.tagline}
                    </Text>
                  </div>
                </Group>
              </Table.Td>
              <Table.Td>{say(`integrations.category.${row.category}`)}</Table.Td>
              <Table.Td>
                <StatusBadge row={row} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}
