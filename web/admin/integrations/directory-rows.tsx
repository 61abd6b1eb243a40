import { Box, Group, Table, Text, UnstyledButton, VisuallyHidden } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react'
import { Link, useNavigate } from '@tanstack/react-router'
import { useRef } from 'react'
import type { IntegrationRow } from '../../../contract/api/integrations.ts'
import { useAddressQuery } from '../../ui/address.ts'
import { ServiceIcon } from '../../ui/service-icon.tsx'
import { useSay } from '../../ui/words.tsx'
import { DisableButton } from './disable-button.tsx'
import { StatusBadge } from './status-badge.tsx'

/** `j` and `k` go from row to row, Enter opens the one that has the focus, `e` leads to its consent screen. */
export function DirectoryRows({ items }: { items: readonly IntegrationRow[] }) {
  const say = useSay()
  const navigate = useNavigate()
  const table = useRef<HTMLTableElement>(null)
  const step = (by: 1 | -1) => {
    const links = linksIn(table.current)
    const at = links.indexOf(document.activeElement as HTMLAnchorElement)
    links[Math.min(Math.max(0, at < 0 ? 0 : at + by), links.length - 1)]?.focus()
  }
  const enable = () => {
    const at = linksIn(table.current).indexOf(document.activeElement as HTMLAnchorElement)
    const row = items[at]
    if (row?.status === 'available' || row?.status === 'requested')
      void navigate({ to: `/admin/integrations/${row.id}/add` })
  }
  useHotkeys([
    ['j', () => step(1)],
    ['k', () => step(-1)],
    ['e', enable],
  ])
  return (
    <Table ref={table} highlightOnHover verticalSpacing="sm">
      <Table.Thead>
        <Table.Tr>
          <SortedBy column="name" />
          <SortedBy column="category" visibleFrom="sm" />
          <SortedBy column="status" visibleFrom="sm" />
          <Table.Th>
            <VisuallyHidden>{say('oversight.column.stop')}</VisuallyHidden>
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {items.map(row => (
          <Table.Tr key={row.id}>
            <Table.Td>
              <Group gap="sm" wrap="nowrap">
                <ServiceIcon src={row.icon} name={row.name} size={32} />
                <div>
                  <Link to={`/admin/integrations/${row.id}`} className="quiet-link name-link">
                    {row.name}
                  </Link>
                  <Text size="sm" c="dimmed">
                    {[say('integrations.by', { publisher: row.publisher }), row.tagline].filter(Boolean).join(' · ')}
                  </Text>
                  {row.wanted !== null && (
                    <Text size="sm" fw={600}>
                      {say('integrations.wanted', { count: row.wanted })}
                    </Text>
                  )}
                  {(row.reason === 'disuse' || row.reason === 'plan' || row.reason === 'ended') && (
                    <Text size="sm" fw={600} c="var(--mantine-color-orange-light-color)">
                      {say(`custom.reason.${row.reason}`)}
                    </Text>
                  )}
                  <Box hiddenFrom="sm" mt={4}>
                    <StatusBadge row={row} />
                  </Box>
                </div>
              </Group>
            </Table.Td>
            <Table.Td visibleFrom="sm" style={whole}>
              {say(`integrations.category.${row.category ?? 'custom'}`)}
            </Table.Td>
            <Table.Td visibleFrom="sm" style={whole}>
              <StatusBadge row={row} />
            </Table.Td>
            <Table.Td ta="end">
              {row.status !== 'available' && row.status !== 'disabled' && (
                <DisableButton integration={row} size="compact-xs" />
              )}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

/** Of these two nothing is broken off, in any language: the name's column gives way. */
const whole = { whiteSpace: 'nowrap' } as const

const linksIn = (table: HTMLTableElement | null): HTMLAnchorElement[] => [
  ...(table?.querySelectorAll<HTMLAnchorElement>('tbody a') ?? []),
]

/** A heading that sorts: once up, once more down. The order stands in the address; by name is the usual one. */
function SortedBy({ column, visibleFrom }: { column: 'name' | 'category' | 'status'; visibleFrom?: 'sm' }) {
  const say = useSay()
  const [sort = 'name', setSort] = useAddressQuery('sort')
  const up = sort === column
  const down = sort === `-${column}`
  const next = up ? `-${column}` : column
  const order = up ? 'ascending' : down ? 'descending' : undefined
  return (
    <Table.Th aria-sort={order} {...(visibleFrom && { visibleFrom })}>
      <UnstyledButton fz="sm" fw={650} onClick={() => setSort(next === 'name' ? undefined : next)}>
        <Group gap={4} wrap="nowrap">
          {say(`integrations.${column}`)}
          {up && <IconChevronUp size={14} aria-hidden="true" />}
          {down && <IconChevronDown size={14} aria-hidden="true" />}
        </Group>
      </UnstyledButton>
    </Table.Th>
  )
}
