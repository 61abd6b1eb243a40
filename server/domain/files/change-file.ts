import type { AttachedFile } from '../../../contract/api/files.ts'
import { Refusal } from '../../platform/refusal.ts'
import { removeParts } from '../../platform/storage.ts'
import type { Actor } from '../access/actor.ts'
import { ownFile, type StoredFile, setDescription, setFileDeleted } from './files.sql.ts'
import { presentFile } from './present-file.ts'
import { claimUpload, dropUpload, leases } from './uploads.sql.ts'

/** Says what one's own picture shows. */
export async function describeFile(actor: Actor, fileId: string, description: string): Promise<AttachedFile> {
  const file = await ownFile(actor, fileId)
  if (!file) throw new Refusal('not_found')
  const said = description.trim()
  await setDescription(actor, fileId, said)
  return presentFile({ ...file, description: said })
}

/** Takes back what one uploaded, or was uploading, and attached to nothing. */
export async function discardFile(actor: Actor, fileId: string): Promise<void> {
  const upload = await claimUpload(actor, fileId, leases.part)
  if (upload) {
    await dropUpload(actor, fileId)
    await removeParts(upload.parts)
    return
  }
  const file = await ownFile(actor, fileId)
  if (!file || file.attached) throw new Refusal('not_found')
  await setFileDeleted(actor, fileId)
  await removeParts(partsOf(file))
}

export const partsOf = ({ forms }: Pick<StoredFile, 'forms'>) => Object.values(forms).flatMap(form => form.parts)
