/**
 * Pictures, videos and files that people and programs bring. They come in parts, in order, each kept before it is acknowledged; at the end they are looked at, and
 * only then a file. A file belongs to whoever uploaded it until it hangs on something; then it is seen by whoever sees that, and never by anybody else.
 */
import type { Upload } from '../../../contract/api/files.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Actor } from '../access/actor.ts'
import { demandGranted } from '../access/granted.ts'
import { fileName } from './file-name.ts'
import { demandTaken, isCalledPicture } from './file-type.ts'
import { mostFileBytes, mostLoose, mostLooseBytes, mostPictureBytes } from './limits.ts'
import { insertUpload, looseOf, type UploadRow, uploadOf } from './uploads.sql.ts'

export interface NewUpload {
  readonly name: string
  /** Nothing where nobody knows before the end. */
  readonly bytes: number | undefined
}

/** Any of these has a use for files. */
const bringing = ['manage_content', 'post_notices', 'manage_profiles', 'manage_accounts', 'manage_library'] as const

export async function beginUpload(actor: Actor, { name, bytes }: NewUpload): Promise<Upload> {
  if (actor.kind === 'bot') await demandGranted(actor, bringing)
  const clean = fileName(name)
  demandTaken(clean)
  demandSize(bytes ?? 0, isCalledPicture(clean) ? mostPictureBytes : mostFileBytes())
  const loose = await looseOf(actor)
  if (loose.n >= mostLoose || loose.bytes + (bytes ?? 0) > mostLooseBytes()) throw new Refusal('too_many_loose_files')
  return presentUpload(await insertUpload(actor, clean, bytes ?? null))
}

export async function getUpload(actor: Actor, uploadId: string): Promise<Upload> {
  const upload = await uploadOf(actor, uploadId)
  if (!upload) throw new Refusal('not_found')
  return presentUpload(upload)
}

export const presentUpload = ({ id, bytes, received }: UploadRow): Upload => ({ id, bytes, received })

export function demandSize(bytes: number, most: number): void {
  if (bytes > most) throw new Refusal('file_too_large', { megabytes: Math.floor(most / 1_048_576) })
}
