import * as calls from '../../../contract/api/api-log.ts'
import * as audit from '../../../contract/api/audit.ts'
import * as exports from '../../../contract/api/log-exports.ts'
import { checkAudit } from '../../domain/activity/check-audit.ts'
import { changeLogSettings, logSettings } from '../../domain/activity/keep-log.ts'
import { listAudit } from '../../domain/activity/list-audit.ts'
import { listCalls } from '../../domain/activity/list-calls.ts'
import {
  addCollector,
  changeCollector,
  listCollectors,
  removeCollector,
} from '../../domain/collectors/change-collector.ts'
import { exportAudit, exportCalls, listLogExports, removeLogExport } from '../../domain/exports/ask-for-log-export.ts'
import type { ApiDoor } from './serve-route.ts'

/** What integrations did, who did what to them, and how both leave. */
export function activityRoutes(door: ApiDoor): void {
  door.serve(calls.listCalls, ({ actor, query }) => listCalls(actor, query))
  door.serve(calls.getLogSettings, ({ actor }) => logSettings(actor))
  door.serve(calls.changeLogSettings, ({ actor, body }) => changeLogSettings(actor, body.days))
  door.serve(audit.listAudit, ({ actor, query }) => listAudit(actor, query))
  door.serve(audit.checkAudit, ({ actor }) => checkAudit(actor))
}

export function logExportRoutes(door: ApiDoor): void {
  door.serve(exports.exportCalls, ({ actor, body: { filter, ...form } }) => exportCalls(actor, filter, form))
  door.serve(exports.exportAudit, ({ actor, body: { filter, ...form } }) => exportAudit(actor, filter, form))
  door.serve(exports.listLogExports, async ({ actor }) => ({ items: await listLogExports(actor) }))
  door.serve(exports.removeLogExport, async ({ actor, params }) => {
    await removeLogExport(actor, params.exportId)
    return {}
  })
}

export function collectorRoutes(door: ApiDoor): void {
  door.serve(calls.listCollectors, async ({ actor }) => ({ items: await listCollectors(actor) }))
  door.serve(calls.addCollector, ({ actor, body }) => addCollector(actor, body))
  door.serve(calls.changeCollector, ({ actor, params, body }) => changeCollector(actor, params.collectorId, body))
  door.serve(calls.removeCollector, async ({ actor, params }) => {
    await removeCollector(actor, params.collectorId)
    return {}
  })
}
