import * as contract from '../../../contract/api/oversight.ts'
import * as receipts from '../../../contract/api/receipts.ts'
import { listChangesUnderWay } from '../../domain/oversight/changes-under-way.ts'
import { explainAccess } from '../../domain/oversight/explain-access.ts'
import { foreseeChange } from '../../domain/oversight/foresee-change.ts'
import { getOverseen } from '../../domain/oversight/get-overseen.ts'
import { killIntegration } from '../../domain/oversight/kill-integration.ts'
import { listOverseen, listOverseenKeys } from '../../domain/oversight/list-overseen.ts'
import { makeChange } from '../../domain/oversight/make-change.ts'
import { receiptFile } from '../../domain/oversight/receipt-file.ts'
import { getReceipt, listReceipts } from '../../domain/oversight/receipts.ts'
import { undoChange } from '../../domain/oversight/undo-change.ts'
import type { ApiDoor } from './serve-route.ts'

export function oversightRoutes(door: ApiDoor): void {
  door.serve(contract.listOverseen, ({ actor, query }) => listOverseen(actor, query))
  door.serve(contract.listOverseenKeys, ({ actor, query }) => listOverseenKeys(actor, query))
  door.serve(contract.getOverseen, ({ actor, params }) => getOverseen(actor, params.integrationKey))
  door.serve(contract.foreseeChange, ({ actor, body }) => foreseeChange(actor, body.integrationKeys, body.change))
  door.serve(contract.makeChange, ({ actor, body }) => makeChange(actor, body))
  door.serve(contract.listChangesUnderWay, ({ actor }) => listChangesUnderWay(actor))
  door.serve(contract.undoChange, ({ actor, params, query }) => undoChange(actor, params.changeId, query.undoId))
  door.serve(contract.explainAccess, ({ actor, params, query }) => explainAccess(actor, params.integrationKey, query))
}

export function receiptRoutes(door: ApiDoor): void {
  door.serve(receipts.killIntegration, ({ actor, params }) => killIntegration(actor, params.integrationKey))
  door.serve(receipts.listReceipts, ({ actor, params }) => listReceipts(actor, params.integrationKey))
  door.serve(receipts.getReceipt, ({ actor, params }) => getReceipt(actor, params.receiptId))
  door.serve(receipts.getReceiptFile, async ({ actor, params, reply }) => {
    const { type, name, body } = await receiptFile(actor, params.receiptId, params.formatKey)
    reply.type(type).header('content-disposition', `attachment; filename="${name}"`)
    return body
  })
}
