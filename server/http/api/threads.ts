import * as contract from '../../../contract/api/threads.ts'
import { answerThread, getThread, listThreadMessages, listThreads } from '../../domain/chat/threads.ts'
import type { ApiDoor } from './serve-route.ts'

export function threadRoutes(door: ApiDoor): void {
  door.serve(contract.listThreads, ({ actor, query }) => listThreads(actor, query))
  door.serve(contract.getThread, ({ actor, params }) => getThread(actor, params.threadId))
  door.serve(contract.listThreadMessages, ({ actor, params, query }) =>
    listThreadMessages(actor, params.threadId, query),
  )
  door.serve(contract.answerThread, ({ actor, params, body }) => answerThread(actor, params.threadId, body))
}
