import type { AttachedFile } from '../../../contract/api/files.ts'
import { transaction } from '../../platform/db.ts'
import { NotPicture } from '../../platform/images.ts'
import { Refusal } from '../../platform/refusal.ts'
import { lengthOf, readWhole, removeParts } from '../../platform/storage.ts'
import type { Actor } from '../access/actor.ts'
import { claimed } from './add-part.ts'
import { demandSize } from './begin-upload.ts'
import { fileTypeOf, headBytes } from './file-type.ts'
import { insertFile, type NewFile, ownFile } from './files.sql.ts'
import { mostPictureBytes } from './limits.ts'
import { makePicture } from './make-picture.ts'
import { presentFile } from './present-file.ts'
import { dropUpload, leases, releaseUpload, type UploadRow } from './uploads.sql.ts'

/** What only a picture, or only a video, will do for. */
export type WantedKind = 'picture' | 'video' | undefined

/** Looks at what came, and makes it a file. Asked twice, it is the same file. What is refused is thrown away: nobody can mend it. */
export async function finishUpload(actor: Actor, uploadId: string, wanted?: WantedKind): Promise<AttachedFile> {
  const before = await ownFile(actor, uploadId)
  if (before) return presentFile(before)
  const upload = await claimed(actor, uploadId, leases.end)
  if (upload.received === 0 || (upload.bytes !== null && upload.received < upload.bytes)) {
    await releaseUpload(actor, uploadId)
    throw new Refusal('upload_elsewhere', { received: upload.received })
  }
  try {
    const file = await looked(actor, upload, wanted)
    await transaction(async () => {
      await insertFile(actor, file)
      await dropUpload(actor, uploadId)
    })
    if (file.kind === 'picture') await removeParts(upload.parts)
    return presentFile({ ...file, description: '' })
  } catch (error) {
    if (error instanceof Refusal) await discard(actor, upload)
    else await releaseUpload(actor, uploadId)
    throw error
  }
}

async function looked(actor: Actor, { id, name, parts }: UploadRow, wanted: WantedKind): Promise<NewFile> {
  const bytes = lengthOf(parts)
  const { kind, type } = fileTypeOf(name, await readWhole(parts, Math.min(bytes, headBytes)))
  if (wanted && kind !== wanted) throw new Refusal(wanted === 'picture' ? 'not_a_picture' : 'not_a_video')
  if (kind === 'picture') {
    demandSize(bytes, mostPictureBytes)
    return pictureOf(actor, id, name, await readWhole(parts))
  }
  return { id, kind, name, type, bytes, width: null, height: null, sizes: {}, forms: { full: { type, bytes, parts } } }
}

async function pictureOf(actor: Actor, id: string, name: string, bytes: Buffer): Promise<NewFile> {
  try {
    return await makePicture(actor, id, name, bytes)
  } catch (error) {
    if (error instanceof NotPicture) throw new Refusal('not_a_picture', {}, { cause: error })
    throw error
  }
}

async function discard(actor: Actor, upload: UploadRow): Promise<void> {
  await dropUpload(actor, upload.id)
  await removeParts(upload.parts)
}
