import { useEffect } from 'react'

/** What takes the focus without opening a keyboard on a phone. */
const takers = '[tabindex], a[href], button:not(:disabled), summary'

/**
 * Where the thing that had the focus goes away (a post deleted, a button that became another, a screen left), the browser drops
 * the focus, and whoever has no mouse begins at the top. Here it goes to what is nearest instead; a button that waits for its
 * answer, which the browser takes for disabled, has it again afterwards.
 */
export function useKeepFocus(): void {
  useEffect(() => {
    let trail: HTMLElement[] = []
    const remember = ({ target }: FocusEvent) => {
      trail = target instanceof HTMLElement ? withAncestors(target) : []
    }
    const mend = () => {
      const [had] = trail
      if (document.activeElement !== document.body || !had) return
      if (had.isConnected) {
        if (!had.matches(':disabled')) had.focus({ preventScroll: true })
        return
      }
      const left = trail.filter(one => one.isConnected && one !== document.body)
      trail = []
      nearest(left)?.focus({ preventScroll: true })
    }
    // Who leaves the field on purpose, by Escape or by a press beside it, has it taken away by nothing.
    const leave = ({ target }: FocusEvent) =>
      queueMicrotask(() => {
        const gone = !(target instanceof HTMLElement) || !target.isConnected || target.matches(':disabled')
        if (!gone && trail[0] === target) trail = []
      })
    const watching = new MutationObserver(mend)
    watching.observe(document.body, { childList: true, subtree: true, attributeFilter: ['disabled'] })
    document.addEventListener('focusin', remember)
    document.addEventListener('focusout', leave)
    return () => {
      watching.disconnect()
      document.removeEventListener('focusin', remember)
      document.removeEventListener('focusout', leave)
    }
  }, [])
}

function withAncestors(element: HTMLElement): HTMLElement[] {
  const trail: HTMLElement[] = []
  for (let one: HTMLElement | null = element; one; one = one.parentElement) trail.push(one)
  return trail
}

/** In what held it, from the inside out; at last the screen itself. */
function nearest(left: readonly HTMLElement[]): HTMLElement | null {
  for (const place of left) {
    if (place.matches('[tabindex]')) return place
    const inside = [...place.querySelectorAll<HTMLElement>(takers)].find(one => one.checkVisibility())
    if (inside) return inside
  }
  return document.getElementById('content')
}
