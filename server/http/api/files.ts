import type { FastifyInstance } from 'fastify'
import * as contract from '../../../contract/api/files.ts'
import { addPart } from '../../domain/files/add-part.ts'
import { beginUpload, getUpload } from '../../domain/files/begin-upload.ts'
import { describeFile, discardFile } from '../../domain/files/change-file.ts'
import { finishUpload } from '../../domain/files/finish-upload.ts'
import { listGroupFiles } from '../../domain/files/list-group-files.ts'
import { Refusal } from '../../platform/refusal.ts'
import { type ApiDoor, apiDoor } from './serve-route.ts'

export function fileRoutes(door: ApiDoor): void {
  door.serve(contract.beginUpload, ({ actor, body }) => beginUpload(actor, body))
  door.serve(contract.getUpload, ({ actor, params }) => getUpload(actor, params.uploadId))
  door.serve(contract.finishUpload, ({ actor, params }) => finishUpload(actor, params.uploadId))
  door.serve(contract.discardFile, async ({ actor, params }) => {
    await discardFile(actor, params.fileId)
    return {}
  })
  door.serve(contract.describeFile, ({ actor, params, body }) => describeFile(actor, params.fileId, body.description))
  door.serve(contract.listGroupFiles, ({ actor, params, query }) => listGroupFiles(actor, params.groupId, query))
}

/** Alone among these calls, a part's body is no JSON: its scope reads bytes, and nothing else. */
export function partRoutes(app: FastifyInstance): void {
  app.addContentTypeParser(
    'application/octet-stream',
    { parseAs: 'buffer', bodyLimit: contract.mostPartBytes },
    (_, body, done) => done(null, body),
  )
  apiDoor(app).serve(contract.addPart, ({ actor, params, request }) => {
    if (!(request.body instanceof Buffer)) throw new Refusal('unsupported_media')
    return addPart(actor, params.uploadId, offsetIn(params.offsetKey), request.body)
  })
}

function offsetIn(text: string): number {
  if (!/^\d{1,13}$/.test(text)) throw new Refusal('bad_input', { field: 'body', problem: 'malformed' })
  return Number(text)
}
