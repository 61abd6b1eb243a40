/**
 * The four faces of a list: loading, empty, refused, full. Every list is drawn with one of these, so that none is forgotten.
 */
import { Button, Skeleton, Stack, Text } from '@mantine/core'
import type { UseInfiniteQueryResult, UseQueryResult } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef } from 'react'
import { itemsOf, type Pages } from '../data/query.ts'
import { Refused } from './refused.tsx'
import { useSay } from './words.tsx'

interface Faces<T> {
  /** Shown when there is nothing: what will appear here, and one thing to do. */
  readonly empty: ReactNode
  /** The shape of what is coming; the usual one is five lines. */
  readonly loading?: ReactNode
  readonly children: (items: T[]) => ReactNode
}

/** A list that comes whole: `<ListFaces query={q} of={answer => answer.items} empty={…}>{items => …}</ListFaces>`. */
export function ListFaces<A, T>({
  query,
  of,
  empty,
  loading,
  children,
}: Faces<T> & { query: UseQueryResult<A>; of: (answer: A) => T[] }) {
  if (query.data !== undefined) {
    const items = of(query.data)
    return items.length ? children(items) : empty
  }
  if (query.isError) return <Refused error={query.error} again={() => query.refetch()} />
  return <Loading>{loading}</Loading>
}

/** A list by pages. The next page is asked for when its end comes near; the button is for those who do not scroll. */
export function PageFaces<T>({
  query,
  empty,
  loading,
  children,
}: Faces<T> & { query: UseInfiniteQueryResult<Pages<T>> }) {
  if (!query.data) {
    if (query.isError) return <Refused error={query.error} again={() => query.refetch()} />
    return <Loading>{loading}</Loading>
  }
  const items = itemsOf(query.data)
  if (!items.length && !query.hasNextPage) return empty
  return (
    <>
      {children(items)}
      <More query={query} />
    </>
  )
}

function More({ query }: { query: UseInfiniteQueryResult }) {
  const say = useSay()
  const end = useRef<HTMLDivElement>(null)
  const { hasNextPage, isFetching, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = query
  useEffect(() => {
    // Not across what is being asked for anew: that would be broken off for it.
    if (!end.current || !hasNextPage || isFetching || isFetchNextPageError) return
    const near = new IntersectionObserver(
      entries => {
        if (entries.some(entry => entry.isIntersecting)) fetchNextPage()
      },
      { rootMargin: '600px' },
    )
    near.observe(end.current)
    return () => near.disconnect()
  }, [hasNextPage, isFetching, isFetchNextPageError, fetchNextPage])

  if (isFetchNextPageError) return <Refused error={query.error} again={() => fetchNextPage()} />
  if (!hasNextPage) return null
  return (
    <Stack ref={end} align="center" py="xs">
      <Button variant="subtle" size="xs" loading={isFetchingNextPage} onClick={() => fetchNextPage()}>
        {say('shell.more')}
      </Button>
    </Stack>
  )
}

function Loading({ children }: { children: ReactNode }) {
  const say = useSay()
  return (
    <div role="status" aria-label={say('shell.loading')} aria-busy="true">
      {children ?? <SkeletonLines count={5} />}
    </div>
  )
}

export function SkeletonLines({ count, height = 44 }: { count: number; height?: number }) {
  return (
    <Stack gap="xs" aria-hidden="true">
      {Array.from({ length: count }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders are all alike
        <Skeleton key={line} height={height} />
      ))}
    </Stack>
  )
}

/** The empty face: a title, a sentence, and at most one action. */
export function Empty({ title, icon, children, action, whole = false }: EmptyProps) {
  return (
    <Stack align="center" gap={6} py="xl" px="md" ta="center">
      {icon && (
        <Text c="dimmed" component="span" lh={1} aria-hidden="true">
          {icon}
        </Text>
      )}
      <Text fw={600} component={whole ? 'h1' : 'p'} m={0}>
        {title}
      </Text>
      {children && (
        <Text size="sm" c="dimmed" maw={420} component="div">
          {children}
        </Text>
      )}
      {action && <div style={{ marginTop: 8 }}>{action}</div>}
    </Stack>
  )
}

interface EmptyProps {
  readonly title: string
  readonly icon?: ReactNode
  readonly children?: ReactNode
  readonly action?: ReactNode
  /** It is the whole screen, and its title the screen's heading. */
  readonly whole?: boolean
}
