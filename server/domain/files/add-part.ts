import { mostPartBytes, type Upload } from '../../../contract/api/files.ts'
import { Refusal } from '../../platform/refusal.ts'
import { storage } from '../../platform/storage.ts'
import type { Actor } from '../access/actor.ts'
import { demandSize, presentUpload } from './begin-upload.ts'
import { mostFileBytes } from './limits.ts'
import { addPartRow, claimUpload, leases, releaseUpload, type UploadRow, uploadOf } from './uploads.sql.ts'

/**
 * Puts a part where the last one ended. One that begins elsewhere is refused with the place where it goes on: so whoever was cut off asks, or is told. Of two that
 * come at once one waits its turn outside.
 */
export async function addPart(actor: Actor, uploadId: string, offset: number, bytes: Buffer): Promise<Upload> {
  const upload = await claimed(actor, uploadId, leases.part)
  try {
    demandPlace(upload, offset, bytes.length)
    const key = `${actor.communityId}/${uploadId}/part-${offset}-${bytes.length}`
    await storage().put(key, bytes)
    const now = await addPartRow(actor, uploadId, { key, bytes: bytes.length })
    if (!now) throw new Refusal('not_found')
    return presentUpload(now)
  } catch (error) {
    await releaseUpload(actor, uploadId)
    throw error
  }
}

/** The upload, alone; somebody else's is not there. */
export async function claimed(actor: Actor, uploadId: string, seconds: number): Promise<UploadRow> {
  const upload = await claimUpload(actor, uploadId, seconds)
  if (upload) return upload
  throw new Refusal((await uploadOf(actor, uploadId)) ? 'in_progress' : 'not_found')
}

function demandPlace({ received, bytes }: UploadRow, offset: number, length: number): void {
  if (offset !== received) throw new Refusal('upload_elsewhere', { received })
  if (length === 0) throw new Refusal('bad_input', { field: 'body', problem: 'missing' })
  if (length > mostPartBytes) throw new Refusal('too_large')
  if (bytes !== null && received + length > bytes) throw new Refusal('upload_elsewhere', { received })
  demandSize(received + length, mostFileBytes())
}
