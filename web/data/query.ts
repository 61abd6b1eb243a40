import {
  type InfiniteData,
  infiniteQueryOptions,
  MutationCache,
  QueryCache,
  QueryClient,
  queryOptions,
} from '@tanstack/react-query'
import type { AnswerOf, Route } from '../../contract/api/route.ts'
import { getWelcome } from '../../contract/api/session.ts'
import { call, RefusalError, type Shape, type ShapeArgument } from './call.ts'

/** What a list by pages answers. */
interface Page<T> {
  items: T[]
  next: string | null
}
type ItemOf<R extends Route> = AnswerOf<R> extends Page<infer T> ? T : never
export type Pages<T> = InfiniteData<Page<T>, string | undefined>

/** Keys begin with the route's path, so everything that came from one route is found by `[route.path]`. */
export const keyOf = <R extends Route>(route: R, ...[shape]: ShapeArgument<R>) => {
  const { params, query } = (shape ?? {}) as { params?: object; query?: object }
  return [route.path, params ?? {}, query ?? {}] as const
}

/** A question: `useQuery(ask(getGroup, { params: { groupId } }))`. */
export function ask<R extends Route>(route: R, ...[shape]: ShapeArgument<R>) {
  return queryOptions({
    queryKey: keyOf(route, ...([shape] as ShapeArgument<R>)),
    queryFn: ({ signal }): Promise<AnswerOf<R>> => call(route, ...([{ ...shape, signal }] as ShapeArgument<R>)),
  })
}

/** A list by pages: `useInfiniteQuery(askPages(groupFeed, { params: { groupId } }))`. */
export function askPages<R extends Route>(route: R, ...[shape]: ShapeArgument<R>) {
  // What stands beside the items, if anything, is of the page's.
  type Answer = Page<ItemOf<R>> & AnswerOf<R>
  type All = InfiniteData<Answer, string | undefined>
  return infiniteQueryOptions<Answer, Error, All, readonly unknown[], string | undefined>({
    queryKey: keyOf(route, ...([shape] as ShapeArgument<R>)),
    queryFn: ({ signal, pageParam }) => {
      const given = (shape ?? {}) as Shape<R> & { query?: object }
      const query = { ...given.query, after: pageParam }
      return call(route, ...([{ ...given, query, signal }] as unknown as ShapeArgument<R>)) as Promise<Answer>
    },
    initialPageParam: undefined,
    getNextPageParam: last => last.next ?? undefined,
  })
}

/** The items of all pages read so far. */
export const itemsOf = <T>(pages: Pages<T> | undefined): T[] => pages?.pages.flatMap(page => page.items) ?? []

/**
 * Forgets everything that was read as somebody, once they are gone. What anybody may read stays: the sign-in is just waiting for it, and would wait in vain for
 * a question that was taken away.
 */
export function forgetReader(client: QueryClient): void {
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== getWelcome.path })
  client.getMutationCache().clear()
}

/** Refused for good: asking again would change nothing. */
const isFinal = (error: Error): boolean =>
  error instanceof RefusalError && !['unreachable', 'database_away', 'fault'].includes(error.code)

interface Listeners {
  /** Nobody is signed in any more. */
  signedOut(): void
  /** A change was refused and its screen does not say so itself (`meta: { quiet: true }`). */
  refused(error: Error): void
}

/** The live stream keeps what was read fresh, so nothing is asked again only because a window got the focus. */
export function makeQueryClient(listeners: Listeners): QueryClient {
  const noticeSignedOut = (error: Error): boolean => {
    const signedOut = error instanceof RefusalError && error.code === 'sign_in_needed'
    if (signedOut) listeners.signedOut()
    return signedOut
  }
  return new QueryClient({
    queryCache: new QueryCache({ onError: noticeSignedOut }),
    mutationCache: new MutationCache({
      onError: (error, _variables, _result, mutation) => {
        if (!noticeSignedOut(error) && !mutation.meta?.quiet) listeners.refused(error)
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 60_000,
        refetchOnWindowFocus: false,
        retry: (count, error) => count < 2 && !isFinal(error),
        throwOnError: false,
      },
      mutations: { retry: false },
    },
  })
}
