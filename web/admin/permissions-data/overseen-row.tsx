import { ActionIcon, Checkbox, Group, Text, UnstyledButton } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import type { Overseen } from '../../../contract/api/oversight.ts'
import { MenuButton } from '../../ui/menu-button.tsx'
import { ServiceIcon } from '../../ui/service-icon.tsx'
import { useSay } from '../../ui/words.tsx'
import { DisableButton } from '../integrations/disable-button.tsx'
import { StatusBadge } from '../integrations/status-badge.tsx'
import { Cell } from './cells.tsx'
import type { ColumnId } from './columns.ts'
import classes from './permissions-data.module.css'
import { useAsked } from './use-asked.ts'

interface RowProps {
  readonly row: Overseen
  readonly place: number
  readonly height: number
  readonly columns: readonly ColumnId[]
  /** Below each other, so that what no heading names says what it is. */
  readonly narrow: boolean
  readonly chosen: boolean
  readonly toggle: () => void
  readonly open: () => void
}

const unnamed: ReadonlySet<ColumnId> = new Set(['used', 'ends'])

/** One integration. Switching off stands in its line, red, and in no menu. */
export function OverseenRow({ row, place, height, columns, narrow, chosen, toggle, open }: RowProps) {
  const say = useSay()
  return (
    <tr className={classes.row} aria-rowindex={place + 2} aria-selected={chosen} data-place={place} style={{ height }}>
      <td>
        <Checkbox
          size="xs"
          checked={chosen}
          onChange={toggle}
          aria-label={say('oversight.choose', { name: row.name })}
        />
      </td>
      <td className={`${classes.cell} ${classes.first}`}>
        <div className={classes.name}>
          <ServiceIcon src={row.icon} name={row.name} size={28} />
          <div style={{ minWidth: 0 }}>
            <UnstyledButton className={classes.open} fz="sm" onClick={open} data-row-open>
              {row.name}
            </UnstyledButton>
            {columns.includes('status') || row.status === 'enabled' || row.status === 'enabled_for' ? (
              <Text size="xs" c="dimmed" className={classes.line}>
                {row.origin === 'custom' ? say('custom.mark') : say('integrations.by', { publisher: row.publisher })}
              </Text>
            ) : (
              // What is the matter with it, whole: there is no room for both.
              <div>
                <StatusBadge row={row} />
              </div>
            )}
          </div>
        </div>
      </td>
      {columns.map(column => (
        <td key={column} className={classes.cell}>
          {narrow && unnamed.has(column) && (
            <Text span size="sm" c="dimmed">
              {say('oversight.named', { column: say(`oversight.column.${column}`) })}{' '}
            </Text>
          )}
          <Cell column={column} row={row} />
        </td>
      ))}
      <td className={classes.end}>
        <Group gap={4} wrap="nowrap" justify="flex-end">
          {row.status !== 'disabled' && <DisableButton integration={row} size="compact-xs" />}
          <RowMenu row={row} open={open} />
        </Group>
      </td>
    </tr>
  )
}

function RowMenu({ row, open }: { row: Overseen; open: () => void }) {
  const say = useSay()
  const { explain, change } = useAsked()
  const entries = [
    { label: say('oversight.open'), onClick: open },
    { label: say('oversight.page'), to: `/admin/integrations/${row.id}` },
    { label: say('oversight.explain'), onClick: () => explain(row.id) },
    'line',
    { label: say('oversight.trim'), onClick: () => change({ keys: [row.id], kind: 'trim' }) },
    { label: say('oversight.end'), onClick: () => change({ keys: [row.id], kind: 'end' }) },
    ...(row.status === 'disabled'
      ? [{ label: say('integrations.enable_again'), onClick: () => change({ keys: [row.id], kind: 'enable' }) }]
      : []),
  ] as const
  return (
    <MenuButton
      position="bottom-end"
      entries={entries}
      button={
        <ActionIcon
          variant="subtle"
          color="gray"
          size="sm"
          data-row-menu
          aria-label={say('oversight.menu', { name: row.name })}
        >
          <IconDots size={16} />
        </ActionIcon>
      }
    />
  )
}
