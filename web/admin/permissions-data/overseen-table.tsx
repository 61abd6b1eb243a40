import { Checkbox, Group, UnstyledButton, VisuallyHidden } from '@mantine/core'
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react'
import { useRef } from 'react'
import type { Overseen } from '../../../contract/api/oversight.ts'
import { useAddressQuery } from '../../ui/address.ts'
import { useSay } from '../../ui/words.tsx'
import { type ColumnId, columns as known, useColumns } from './columns.ts'
import { OverseenRow } from './overseen-row.tsx'
import classes from './permissions-data.module.css'
import { useRowKeys } from './use-row-keys.ts'
import { useWindow } from './use-window.ts'

interface TableProps {
  readonly items: readonly Overseen[]
  readonly total: number
  readonly chosen: ReadonlySet<string>
  readonly choose: (chosen: ReadonlySet<string>) => void
  readonly open: (id: string) => void
  /** One column, and all of a row in it. */
  readonly narrow: boolean
}

const heights = { wide: 64, narrow: 168 }

/** However many there are, only the rows near what is seen are drawn. `j` and `k` go from row to row, `x` chooses, Enter opens. */
export function OverseenTable({ items, total, chosen, choose, open, narrow }: TableProps) {
  const say = useSay()
  const body = useRef<HTMLTableSectionElement>(null)
  const [columns] = useColumns()
  const height = narrow ? heights.narrow : heights.wide
  const [from, to] = useWindow(body, items.length, height)
  const toggle = (id: string) => choose(chosen.has(id) ? without(chosen, id) : new Set([...chosen, id]))
  useRowKeys({ body, items, height, toggle })
  const all = items.length > 0 && items.every(row => chosen.has(row.id))
  return (
    <div className={classes.wide}>
      <table
        className={classes.table}
        aria-label={say('oversight.title')}
        aria-rowcount={total + 1}
        style={narrow ? {} : widthOf(columns)}
      >
        <thead>
          <tr className={classes.head} aria-rowindex={1}>
            <th scope="col">
              <Checkbox
                size="xs"
                aria-label={say('oversight.choose.shown')}
                checked={all}
                indeterminate={!all && chosen.size > 0}
                onChange={() => choose(all ? new Set() : new Set(items.map(row => row.id)))}
              />
            </th>
            <Heading id="name" sort="name" />
            {columns.map(id => (
              <Heading key={id} id={id} sort={sortOf(id)} />
            ))}
            <th scope="col">
              <VisuallyHidden>{say('oversight.column.stop')}</VisuallyHidden>
            </th>
          </tr>
        </thead>
        <tbody ref={body} style={{ paddingTop: from * height, paddingBottom: (items.length - to) * height }}>
          {items.slice(from, to).map((row, n) => (
            <OverseenRow
              key={row.id}
              row={row}
              place={from + n}
              height={height}
              columns={narrow ? below(row) : columns}
              narrow={narrow}
              chosen={chosen.has(row.id)}
              toggle={() => toggle(row.id)}
              open={() => open(row.id)}
            />
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** What each needs at least, in rem, and its share of the rest. */
const widths: Readonly<Record<ColumnId, readonly [least: number, share: number]>> = {
  status: [10.5, 1.3],
  groups: [4.5, 1],
  permissions: [7.2, 1.4],
  used: [5, 1],
  volume: [6, 1.3],
  errors: [4.5, 1],
  health: [6.5, 1],
  review: [8, 1.2],
  owner: [8, 1],
  ends: [5.5, 1.2],
}
/** The box, the name and the buttons beside them, and the gap after each. */
const fixed = 12 + 1.75 + 7 + 3 * 0.75

/** Rows are grids of their own: what they overflow by is the table's to be wide. */
const widthOf = (columns: readonly ColumnId[]): object => ({
  minWidth: `${columns.reduce((sum, id) => sum + widths[id][0] + 0.75, fixed)}rem`,
  '--columns': `minmax(12rem, 1.6fr) ${columns.map(id => `minmax(${widths[id][0]}rem, ${widths[id][1]}fr)`).join(' ')}`,
})

/** On a phone: what has no end need not say so. */
const below = (row: Overseen): ColumnId[] => [
  'permissions',
  'groups',
  'used',
  ...(row.ends.length > 0 ? (['ends'] as const) : []),
]

const sortOf = (id: ColumnId): string | undefined => {
  const column = known.find(one => one.id === id)
  return column && 'sort' in column ? column.sort : undefined
}

const without = (chosen: ReadonlySet<string>, id: string): ReadonlySet<string> =>
  new Set([...chosen].filter(one => one !== id))

/** Numbers begin with the most, names and ends with the first; once more turns it round. */
const upFirst = new Set(['name', 'ends'])

function Heading({ id, sort }: { id: string; sort: string | undefined }) {
  const say = useSay()
  const [order = 'name', setOrder] = useAddressQuery('sort')
  const label = say(`oversight.column.${id}`)
  if (!sort) return <th scope="col">{label}</th>
  const [up, down] = [order === sort, order === `-${sort}`]
  const next = up || (!down && !upFirst.has(sort)) ? `-${sort}` : sort
  return (
    <th scope="col" aria-sort={up ? 'ascending' : down ? 'descending' : 'none'}>
      <UnstyledButton fz="sm" fw={650} onClick={() => setOrder(next === 'name' ? undefined : next)}>
        <Group gap={4} wrap="nowrap">
          {label}
          {up && <IconChevronUp size={14} aria-hidden="true" />}
          {down && <IconChevronDown size={14} aria-hidden="true" />}
        </Group>
      </UnstyledButton>
    </th>
  )
}
