import * as contract from '../../../contract/api/log-ins.ts'
import { answerLogIn } from '../../domain/log-ins/answer-log-in.ts'
import { endLogIn, listLogIns } from '../../domain/log-ins/kept-log-ins.ts'
import { openDialog } from '../../domain/log-ins/open-dialog.ts'
import { openTyped } from '../../domain/log-ins/open-typed.ts'
import type { ApiDoor } from './serve-route.ts'

export function logInRoutes(door: ApiDoor): void {
  door.serve(contract.openLogIn, ({ actor, body }) => openDialog(actor, body))
  door.serve(contract.openTyped, ({ actor, body }) => openTyped(actor, body.code))
  door.serve(contract.answerLogIn, async ({ actor, params, body }) => ({
    address: await answerLogIn(actor, params.logInId, body.allowed),
  }))
  door.serve(contract.listLogIns, async ({ actor }) => ({ items: await listLogIns(actor) }))
  door.serve(contract.endLogIn, async ({ actor, params }) => {
    await endLogIn(actor, params.logInId)
    return {}
  })
}
