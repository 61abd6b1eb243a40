import { Menu } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { cloneElement, type ReactElement, useEffect, useRef, useState } from 'react'
import type { MenuEntry, MenuParts } from './menu-button.tsx'

/** The menu itself, which opens as soon as it is there. menu-button.tsx shows it. */
export function OpenMenu({
  button,
  entries,
  heading,
  more,
  width = 230,
  position,
}: MenuParts & { button: ReactElement }) {
  const target = useRef<HTMLElement>(null)
  const [opened, setOpened] = useState(false)
  useEffect(() => {
    // This button took the place of the one that was pressed: with the focus, closing the menu can give it back.
    target.current?.focus()
    setOpened(true)
  }, [])
  return (
    <Menu opened={opened} onChange={setOpened} width={width} position={position ?? 'bottom-end'}>
      <Menu.Target>{cloneElement(button, { ref: target } as object)}</Menu.Target>
      <Menu.Dropdown>
        {heading && <Menu.Label>{heading}</Menu.Label>}
        {entries.map((entry, place) =>
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no name but their place
          entry === 'line' ? <Menu.Divider key={place} /> : <Entry key={entry.label} entry={entry} />,
        )}
        {more}
      </Menu.Dropdown>
    </Menu>
  )
}

function Entry({ entry }: { entry: MenuEntry }) {
  const { label, icon, onClick, to, danger, checked } = entry
  const look = { leftSection: icon, c: danger ? 'var(--mantine-color-error)' : undefined }
  if (to) {
    return (
      <Menu.Item {...look} component={Link} to={to}>
        {label}
      </Menu.Item>
    )
  }
  if (checked === undefined) {
    return (
      <Menu.Item {...look} onClick={onClick}>
        {label}
      </Menu.Item>
    )
  }
  return (
    <Menu.RadioItem value={label} checked={checked} {...look} onChange={onClick}>
      {label}
    </Menu.RadioItem>
  )
}
