import { Group, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { Overseen } from '../../../contract/api/oversight.ts'
import { sizeOf } from '../../ui/size-of.ts'
import { DayOf, Time } from '../../ui/time.tsx'
import { useSay, useWords } from '../../ui/words.tsx'
import { StatusBadge } from '../integrations/status-badge.tsx'
import type { ColumnId } from './columns.ts'
import classes from './permissions-data.module.css'

/** What a column says of one integration, in words first; colour only helps. */
export function Cell({ column, row }: { column: ColumnId; row: Overseen }): ReactNode {
  const say = useSay()
  const { language } = useWords()
  switch (column) {
    case 'status':
      return <StatusBadge row={row} />
    case 'groups':
      return <Groups row={row} />
    case 'permissions':
      return <Permissions row={row} />
    case 'used':
      return row.lastUsedAt ? <Time at={row.lastUsedAt} /> : <Dim>{say('oversight.used.never')}</Dim>
    case 'volume':
      return row.calls + row.bytes === 0 ? (
        <Dim>{say('oversight.volume.none')}</Dim>
      ) : (
        say('oversight.volume', { size: sizeOf(row.bytes, language), calls: row.calls })
      )
    case 'errors':
      return row.errors === 0 ? <Dim>0</Dim> : <Warn>{say('oversight.errors', { count: row.errors })}</Warn>
    case 'health':
      return <Health row={row} />
    case 'review':
      return <Review row={row} />
    case 'owner':
      return <OwnerOf row={row} />
    case 'ends':
      return row.ends.length > 0 ? <Ends ends={row.ends} /> : <Dim>{say('oversight.ends.none')}</Dim>
  }
}

function Groups({ row: { groupCount, exceptGroups } }: { row: Overseen }) {
  const say = useSay()
  if (groupCount !== null) return say('oversight.groups', { count: groupCount })
  if (exceptGroups === 0) return say('oversight.groups.all')
  return (
    <span title={say('oversight.groups.except.means', { count: exceptGroups })}>
      {say('oversight.groups.except', { count: exceptGroups })}
    </span>
  )
}

/** What ends first, and of what; then how many more. */
function Ends({ ends: [first, ...others] }: { ends: Overseen['ends'] }) {
  const say = useSay()
  if (!first) return null
  return (
    <div className={classes.ends}>
      <DayOf at={first.at} short />{' '}
      <Text size="xs" c="dimmed">
        {say(`oversight.end.kind.${first.kind}`, { count: first.count })}
        {others.length > 0 && ` ${say('oversight.end.more', { count: others.length })}`}
      </Text>
    </div>
  )
}

function Permissions({ row }: { row: Overseen }) {
  const say = useSay()
  const { granted, used, never, stale, risk } = row.permissions
  return (
    <div>
      <Group gap={4} wrap="nowrap">
        {risk > 1 && <IconAlertTriangle size={14} color="var(--mantine-color-orange-6)" aria-hidden="true" />}
        <span>{say('oversight.permissions', { used, granted })}</span>
      </Group>
      {never + stale > 0 && (
        <Text size="xs" c="dimmed">
          {say('oversight.permissions.unused', { never, stale })}
        </Text>
      )}
    </div>
  )
}

const fine = new Set(['well', 'none'])
function Health({ row }: { row: Overseen }) {
  const say = useSay()
  const word = say(`oversight.health.${row.health}`)
  return fine.has(row.health) ? <Dim>{word}</Dim> : <Warn>{word}</Warn>
}

/** Whose word it stands on, and how long that holds. */
function Review({ row: { review } }: { row: Overseen }) {
  const say = useSay()
  return (
    <div>
      {say(`oversight.review.${review.kind}`)}
      <Text size="xs" c="dimmed">
        {say(`oversight.review.${review.kind}.until`)}
      </Text>
    </div>
  )
}

function OwnerOf({ row }: { row: Overseen }) {
  const say = useSay()
  if (!row.owner) return say('oversight.owner.enabled_by', { name: row.enabledBy.name })
  if (row.owner.kind === 'role') return say(`people.role.${row.owner.role}`)
  return row.owner.kind === 'group' ? row.owner.name : say('custom.owner.hidden')
}

const Dim = ({ children }: { children: ReactNode }) => (
  <Text span size="sm" c="dimmed">
    {children}
  </Text>
)
const Warn = ({ children }: { children: ReactNode }) => (
  <Text span size="sm" fw={600} c="var(--mantine-color-orange-light-color)">
    {children}
  </Text>
)
