import { Button, Checkbox, Popover, Stack } from '@mantine/core'
import { IconColumns3 } from '@tabler/icons-react'
import { useSay } from '../../ui/words.tsx'
import { type ColumnId, columns, useColumns } from './columns.ts'

/** Which columns are shown, kept in this browser. */
export function ColumnsButton() {
  const say = useSay()
  const [shown, setShown] = useColumns()
  const toggle = (id: ColumnId, on: boolean) => setShown(on ? [...shown, id] : shown.filter(one => one !== id))
  return (
    <Popover position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <Button variant="default" leftSection={<IconColumns3 size={16} />} visibleFrom="sm">
          {say('oversight.columns')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs">
          {columns.map(({ id }) => (
            <Checkbox
              key={id}
              label={say(`oversight.column.${id}`)}
              checked={shown.includes(id)}
              onChange={event => toggle(id, event.currentTarget.checked)}
            />
          ))}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
