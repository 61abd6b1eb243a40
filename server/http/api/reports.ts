import * as contract from '../../../contract/api/reports.ts'
import { listReports } from '../../domain/reports/list-reports.ts'
import { reportContent } from '../../domain/reports/report-content.ts'
import { settleReports } from '../../domain/reports/settle-reports.ts'
import type { ApiDoor } from './serve-route.ts'

export function reportRoutes(door: ApiDoor): void {
  door.serve(contract.reportContent, async ({ actor, params, body }) => {
    await reportContent(actor, params.subjectId, body.reason)
    return {}
  })
  door.serve(contract.listReports, ({ actor, query }) => listReports(actor, query))
  door.serve(contract.settleReports, async ({ actor, params, body }) => {
    await settleReports(actor, params.subjectId, body.outcome)
    return {}
  })
}
