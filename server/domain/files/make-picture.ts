import { type MadePicture, rewrite } from '../../platform/images.ts'
import { storage } from '../../platform/storage.ts'
import type { Actor } from '../access/actor.ts'
import { withEnding } from './file-name.ts'
import type { FormName, NewFile, StoredForm } from './files.sql.ts'

/** Most pixels each way. What people sent is kept at no more than anybody looks at. */
const within: Readonly<Record<FormName, number>> = { full: 4_096, medium: 1_280, small: 400 }

/** The picture made anew, in three sizes; of what was sent nothing is kept. */
export async function makePicture(actor: Actor, id: string, name: string, bytes: Buffer): Promise<NewFile> {
  const full = await rewrite(bytes, within.full)
  const medium = await rewrite(full.bytes, within.medium)
  const small = await rewrite(medium.bytes, within.small)
  const place = `${actor.communityId}/${id}`
  return {
    id,
    kind: 'picture',
    name: withEnding(name, full.type === 'image/jpeg' ? 'jpg' : full.type.slice('image/'.length)),
    type: full.type,
    bytes: full.bytes.length,
    width: full.width,
    height: full.height,
    sizes: { medium: [medium.width, medium.height], small: [small.width, small.height] },
    forms: {
      full: await keep(`${place}/full`, full),
      medium: await keep(`${place}/medium`, medium),
      small: await keep(`${place}/small`, small),
    },
  }
}

async function keep(key: string, { bytes, type }: MadePicture): Promise<StoredForm> {
  await storage().put(key, bytes)
  return { type, bytes: bytes.length, parts: [{ key, bytes: bytes.length }] }
}
