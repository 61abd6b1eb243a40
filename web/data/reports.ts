import { useMutation, useQueryClient } from '@tanstack/react-query'
import { listReports, reportContent, settleReports } from '../../contract/api/reports.ts'
import { call } from './call.ts'
import { askPages } from './query.ts'

export const reports = askPages(listReports)

export const useReport = (subjectId: string) =>
  useMutation({
    mutationFn: (reason: string) => call(reportContent, { params: { subjectId }, body: { reason } }),
    meta: { quiet: true },
  })

/** Ends all reports of a thing; also where somebody else was faster, the list is asked for again. */
export function useSettle(subjectId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (outcome: 'dismissed' | 'deleted') => call(settleReports, { params: { subjectId }, body: { outcome } }),
    onSettled: () => client.invalidateQueries({ queryKey: [listReports.path] }),
  })
}
