import { type RefObject, useEffect, useState } from 'react'

/** Rows beyond the edges of what is seen, so that nothing blinks while it is scrolled. */
const spare = 12

/** Which rows of a list of equal heights are near what is seen: only these are drawn, however many there are. */
export function useWindow(list: RefObject<HTMLElement | null>, count: number, height: number): [number, number] {
  const [[from, to], setSeen] = useState<[number, number]>([0, 40])
  useEffect(() => {
    const look = () => {
      const top = -(list.current?.getBoundingClientRect().top ?? 0)
      const first = Math.max(0, Math.floor(top / height) - spare)
      const last = Math.min(count, Math.ceil((top + innerHeight) / height) + spare)
      setSeen(before => (before[0] === first && before[1] === last ? before : [first, Math.max(first, last)]))
    }
    look()
    addEventListener('scroll', look, { passive: true })
    addEventListener('resize', look)
    return () => {
      removeEventListener('scroll', look)
      removeEventListener('resize', look)
    }
  }, [list, count, height])
  return [Math.min(from, count), Math.min(to, count)]
}
