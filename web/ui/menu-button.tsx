import { cloneElement, type ReactElement, useState } from 'react'
import { later } from './later.tsx'
import type { MenuParts } from './open-menu.tsx'

interface ButtonProps {
  readonly ref?: (element: HTMLElement | null) => void
  readonly onClick?: () => void
  readonly onPointerEnter?: () => void
  readonly onFocus?: () => void
  readonly 'aria-haspopup'?: 'menu'
  readonly 'aria-expanded'?: boolean
}

const readMenu = () => import('./open-menu.tsx')
const OpenMenu = later(async () => (await readMenu()).OpenMenu)

/**
 * A button with a menu. The menu's code is read when the hand comes near the button: most are never opened, and no first page
 * should wait for them.
 */
export function MenuButton({ button, ...parts }: MenuParts & { button: ReactElement<ButtonProps> }) {
  const [wanted, setWanted] = useState(false)
  const near = () => void readMenu()
  const closed = cloneElement(button, {
    'aria-haspopup': 'menu',
    'aria-expanded': false,
    onPointerEnter: near,
    onFocus: near,
    onClick: () => setWanted(true),
  })
  return wanted ? <OpenMenu button={button} meanwhile={closed} {...parts} /> : closed
}
