import { useDebouncedCallback } from '@mantine/hooks'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'

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

/**
 * The same for what somebody is typing: the field follows every key at once, the address a moment after the last one.
 */
export function useAddressText(name: string): [string | undefined, (value: string | undefined) => void] {
  const [inAddress, setInAddress] = useAddressQuery(name)
  const [text, setText] = useState(inAddress)
  const ours = useRef(inAddress)
  const settle = useDebouncedCallback((value: string | undefined) => {
    ours.current = value || undefined
    setInAddress(value)
  }, 200)
  useEffect(() => {
    // A link or the way back led to another text than the one typed here.
    if (inAddress === ours.current) return
    ours.current = inAddress
    setText(inAddress)
  }, [inAddress])
  const type = (value: string | undefined) => {
    setText(value)
    settle(value)
  }
  return [text, type]
}

/** All of the query, and a way to change several parts of it at once. */
export function useWholeAddress(): [
  Readonly<Record<string, string | undefined>>,
  (changed: Readonly<Record<string, string | undefined>>) => void,
] {
  const query = useSearch({ strict: false }) as Record<string, string | undefined>
  const navigate = useNavigate()
  const change = (changed: Readonly<Record<string, string | undefined>>) => {
    const next = (before: Record<string, unknown>) => ({ ...before, ...changed })
    void navigate({ to: '.', search: next as never, replace: true, resetScroll: false })
  }
  return [query, change]
}
