import { useNavigate, useParams, useSearch } from '@tanstack/react-router'

/** A parameter of the screen's path: `const groupId = useAddressPart('groupId')`. */
export function useAddressPart(name: string): string {
  const parts = useParams({ strict: false }) as Record<string, string | undefined>
  return parts[name] ?? ''
}

/**
 * What a screen keeps in the query of its address, so that it survives a reload and can be sent to somebody. Setting `undefined`
 * takes it out. It replaces the entry in the history: a filter is not a place.
 */
export function useAddressQuery(name: string): [string | undefined, (value: string | undefined) => void] {
  const query = useSearch({ strict: false }) as Record<string, unknown>
  const navigate = useNavigate()
  const value = query[name]
  const set = (next: string | undefined) => {
    const change = (before: Record<string, unknown>) => ({ ...before, [name]: next || undefined })
    void navigate({ to: '.', search: change as never, replace: true, resetScroll: false })
  }
  return [value === undefined ? undefined : String(value), set]
}
