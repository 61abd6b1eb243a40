import {
  keepPreviousData,
  type QueryClient,
  queryOptions,
  useMutation,
  useMutationState,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { listIntegrationNames, listIntegrations } from '../../contract/api/directory.ts'
import { getIntegration, listIntegrationAudit } from '../../contract/api/integrations.ts'
import {
  type Change,
  type ChangeUnderWay,
  explainAccess,
  foreseeChange,
  getOverseen,
  listChangesUnderWay,
  listOverseen,
  listOverseenKeys,
  type Made,
  makeChange,
  mostAtOnce,
  undoChange,
} from '../../contract/api/oversight.ts'
import { getReceipt, killIntegration, listReceipts } from '../../contract/api/receipts.ts'
import type { QueryOf } from '../../contract/api/route.ts'
import { call } from './call.ts'
import { ask, askPages, keyOf } from './query.ts'

export type OverseenAsked = QueryOf<typeof listOverseenKeys>

const given = <T extends object>(asked: T): T =>
  Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined && value !== '')) as T

export const overseen = (asked: OverseenAsked, sort: string | undefined) =>
  askPages(listOverseen, { query: { ...given(asked), limit: 100, ...(sort && { sort: sort as 'name' }) } })
export const overseenDetail = (integrationKey: string) => ({
  ...ask(getOverseen, { params: { integrationKey } }),
  staleTime: 0,
})

/** All that the filter leaves, for who chooses all of them. */
export const keysOf = async (asked: OverseenAsked): Promise<string[]> =>
  (await call(listOverseenKeys, { query: given(asked) })).items

/** What a change would do; asked for anew each time it is looked at. */
export const foreseen = (integrationKeys: readonly string[], change: Change) =>
  queryOptions({
    queryKey: [foreseeChange.path, integrationKeys, change] as const,
    queryFn: ({ signal }) => call(foreseeChange, { body: { integrationKeys: [...integrationKeys], change }, signal }),
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 0,
  })

export const explained = (integrationKey: string, query: QueryOf<typeof explainAccess>) => ({
  ...ask(explainAccess, { params: { integrationKey }, query }),
  staleTime: 0,
  gcTime: 0,
})

interface Looked {
  readonly id: string
  readonly revision: string
}

/** What a change of many came to: where it was refused on the way, what was changed before that stands, and can be taken back. */
export interface Come extends Made {
  readonly left: number
  readonly problem: unknown
}

/** A change of many that goes on from this window, whether or not what began it is still open. */
export interface Making {
  readonly begun: number
  readonly kind: Change['kind']
  readonly total: number
  readonly done: number
}
const making = queryOptions({
  queryKey: ['changes that go on here'] as const,
  queryFn: (): Making[] => [],
  initialData: [],
  staleTime: Number.POSITIVE_INFINITY,
})
export const useMaking = (): Making[] => useQuery(making).data

/** Changes what was looked at, some at a time, as one change that is taken back as one. It goes on when whoever began it is elsewhere; they hear of it there. */
export function useChanges(come: { made(come: Come): void; refused(problem: unknown): void }) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async ({ items, change }: { items: readonly Looked[]; change: Change }) => {
      const one = { begun: performance.now(), kind: change.kind, total: items.length }
      const tell = (now: readonly Making[]) =>
        client.setQueryData(making.queryKey, (all = []) => [...all.filter(({ begun }) => begun !== one.begun), ...now])
      try {
        if (items.length > mostAtOnce) tell([{ ...one, done: 0 }])
        return await changeAll({ items, change, told: done => done < one.total && tell([{ ...one, done }]) })
      } finally {
        tell([])
      }
    },
    onSuccess: come.made,
    onError: come.refused,
    onSettled: () => refresh(client),
    meta: { quiet: true },
  })
}

/** Looked at again while one of them may go on in another window. */
export const changesUnderWay = queryOptions({
  ...ask(listChangesUnderWay),
  staleTime: 0,
  refetchInterval: query => (query.state.data?.items.length ? 2_000 : false),
})

const undoKey = [undoChange.path] as const

/** Goes on when whoever began it is at another screen. `done` hears what it came to, wherever that is. */
export function useUndoChange(done: (made: Made) => void) {
  const client = useQueryClient()
  const key = keyOf(listChangesUnderWay)
  return useMutation({
    mutationKey: undoKey,
    mutationFn: (changeId: string) =>
      undoAll(changeId, left => {
        const items = client.getQueryData<{ items: ChangeUnderWay[] }>(key)?.items ?? []
        if (items.some(one => one.id === changeId))
          client.setQueryData(key, { items: items.map(one => (one.id === changeId ? { ...one, left } : one)) })
        else void client.invalidateQueries({ queryKey: key })
      }),
    onSuccess: done,
    onSettled: () => refresh(client),
  })
}

/** Changes that are being taken back from this window, wherever in it that was begun. */
export const useUndoing = (): string[] =>
  useMutationState({
    filters: { mutationKey: undoKey, status: 'pending' },
    select: mutation => String(mutation.state.variables),
  })

export async function changeAll(asked: {
  items: readonly Looked[]
  change: Change
  told?: (done: number) => unknown
}): Promise<Come> {
  let made: Come = { changeId: '', changed: 0, skipped: 0, left: asked.items.length, problem: undefined }
  for (let at = 0; at < asked.items.length; at += mostAtOnce) {
    const items = asked.items.slice(at, at + mostAtOnce)
    const changeId = made.changeId ? { changeId: made.changeId } : {}
    try {
      const some = await call(makeChange, { body: { items, change: asked.change, ...changeId } })
      const left = made.left - items.length
      made = { ...made, ...some, changed: made.changed + some.changed, skipped: made.skipped + some.skipped, left }
    } catch (problem) {
      if (made.changed === 0) throw problem
      return { ...made, problem }
    }
    asked.told?.(at + items.length)
  }
  return made
}

/** Some at a time, too, and one change again. */
export async function undoAll(changeId: string, told?: (left: number) => void): Promise<Made> {
  let made = await call(undoChange, { params: { changeId } })
  while (made.left > 0) {
    told?.(made.left)
    const some = await call(undoChange, { params: { changeId }, query: { undoId: made.changeId } })
    made = { ...some, changed: made.changed + some.changed, skipped: made.skipped + some.skipped }
  }
  return made
}

export function useKill(integrationKey: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => call(killIntegration, { params: { integrationKey } }),
    onSuccess: () => refresh(client),
  })
}

/** Looked at again each second while a service still has to answer. */
export const oneReceipt = (receiptId: string) => ({
  ...ask(getReceipt, { params: { receiptId } }),
  refetchInterval: (query: { state: { data?: { closedAt: string | null } | undefined } }) =>
    query.state.data?.closedAt === null ? 1_000 : false,
})
export const receiptsOf = (integrationKey: string) => ask(listReceipts, { params: { integrationKey } })

const stale = [
  ...[listOverseen, getOverseen, listChangesUnderWay, listIntegrations, listIntegrationNames],
  ...[getIntegration, listIntegrationAudit, listReceipts],
]

/** Whatever says something of integrations is asked again. */
export function refresh(client: QueryClient): void {
  for (const route of stale) void client.invalidateQueries({ queryKey: [route.path] })
}
