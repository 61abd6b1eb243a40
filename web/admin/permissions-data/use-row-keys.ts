import { useHotkeys } from '@mantine/hooks'
import type { RefObject } from 'react'
import type { Overseen } from '../../../contract/api/oversight.ts'

interface Rows {
  readonly body: RefObject<HTMLElement | null>
  readonly items: readonly Overseen[]
  readonly height: number
  readonly toggle: (id: string) => void
}

/** Rows that are not drawn are gone to by scrolling there first. Enter is the row's own button's; no single key destroys anything. */
export function useRowKeys({ body, items, height, toggle }: Rows): void {
  const at = (): number => {
    const row = document.activeElement?.closest<HTMLElement>('[data-place]')
    return row && body.current?.contains(row) ? Number(row.dataset.place) : -1
  }
  const step = (by: 1 | -1) => {
    const place = Math.min(Math.max(0, at() + by), items.length - 1)
    const top = (body.current?.getBoundingClientRect().top ?? 0) + place * height
    // Room for what is fixed above and below.
    if (top < 120) scrollBy({ top: top - 120 })
    else if (top + height > innerHeight - 90) scrollBy({ top: top + height - innerHeight + 90 })
    requestAnimationFrame(() => requestAnimationFrame(() => focusRow(body.current, place)))
  }
  const here = () => {
    const row = items[at()]
    if (row) toggle(row.id)
  }
  const menu = () => body.current?.querySelector<HTMLElement>(`[data-place="${at()}"] [data-row-menu]`)?.click()
  useHotkeys([
    ['j', () => step(1)],
    ['k', () => step(-1)],
    ['x', here],
    ['.', menu],
  ])
}

const focusRow = (body: HTMLElement | null, place: number): void =>
  body?.querySelector<HTMLElement>(`[data-place="${place}"] [data-row-open]`)?.focus({ preventScroll: true })
