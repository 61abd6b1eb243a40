import { useMutation, useQueryClient } from '@tanstack/react-query'
import {
  addCollector,
  type CallFilter,
  type CollectorBody,
  changeCollector,
  changeLogSettings,
  getLogSettings,
  type LogSettings,
  listCalls,
  listCollectors,
  removeCollector,
} from '../../contract/api/api-log.ts'
import { type AuditFilter, checkAudit, listAudit } from '../../contract/api/audit.ts'
import {
  type ExportFormat,
  exportAudit,
  exportCalls,
  listLogExports,
  removeLogExport,
} from '../../contract/api/log-exports.ts'
import { call } from './call.ts'
import { ask, askPages } from './query.ts'

/** Logs grow by themselves: they are asked anew each time they are shown. */
const moving = { staleTime: 0 }

export const callsLike = (query: CallFilter) => ({
  ...askPages(listCalls, { query: { ...query, limit: 50 } }),
  ...moving,
})
export const auditLike = (query: AuditFilter) => ({
  ...askPages(listAudit, { query: { ...query, limit: 50 } }),
  ...moving,
})
export const logSettings = { ...ask(getLogSettings), ...moving }
export const collectors = { ...ask(listCollectors), ...moving, refetchInterval: 5_000 }
export const logExports = { ...ask(listLogExports), ...moving }

/** For how long the log is kept. */
export function useLogSettings() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (days: LogSettings['days']) => call(changeLogSettings, { body: { days } }),
    onSuccess: answer => client.setQueryData(logSettings.queryKey, answer),
  })
}

/** Where the logs are pushed. Its form says itself what was refused. */
export function useCollectors() {
  const client = useQueryClient()
  const onSuccess = () => client.invalidateQueries({ queryKey: [listCollectors.path] })
  return {
    save: useMutation({
      mutationFn: ({ id, body }: { id: string | undefined; body: CollectorBody }) =>
        id ? call(changeCollector, { params: { collectorId: id }, body }) : call(addCollector, { body }),
      onSuccess,
      meta: { quiet: true },
    }),
    remove: useMutation({
      mutationFn: (collectorId: string) => call(removeCollector, { params: { collectorId } }),
      onSuccess,
    }),
  }
}

/** What is taken out of a log, with the filter that it is looked at with. */
export type Taken =
  | { readonly log: 'api'; readonly filter: CallFilter }
  | { readonly log: 'audit'; readonly filter: AuditFilter }

interface Wish {
  readonly taken: Taken
  readonly format: ExportFormat
  readonly packed: boolean
  readonly tell: boolean
}

export function useLogExports() {
  const client = useQueryClient()
  const onSuccess = () => client.invalidateQueries({ queryKey: [listLogExports.path] })
  return {
    make: useMutation({
      mutationFn: ({ taken, ...form }: Wish) =>
        taken.log === 'api'
          ? call(exportCalls, { body: { ...form, filter: taken.filter } })
          : call(exportAudit, { body: { ...form, filter: taken.filter } }),
      onSuccess,
    }),
    remove: useMutation({
      mutationFn: (exportId: string) => call(removeLogExport, { params: { exportId } }),
      onSuccess,
    }),
  }
}

export const useAuditCheck = () => useMutation({ mutationFn: () => call(checkAudit) })
