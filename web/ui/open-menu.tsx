import { Menu } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { cloneElement, type ReactElement, type ReactNode, useEffect, useRef, useState } from 'react'

export interface MenuEntry {
  readonly label: string
  readonly icon?: ReactNode
  readonly onClick?: () => void
  /** Leads to an address of ours, as a link does. */
  readonly to?: string
  readonly danger?: boolean
  /** One of several of which one holds; the menu stays open. */
  readonly checked?: boolean
}

export interface MenuParts {
  readonly entries: readonly (MenuEntry | 'line')[]
  /** Above the entries: whose menu it is. */
  readonly heading?: ReactNode
  /** Further entries, which come from elsewhere. */
  readonly more?: ReactNode
  readonly width?: number
  readonly position?: 'bottom-start' | 'bottom-end'
}

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
