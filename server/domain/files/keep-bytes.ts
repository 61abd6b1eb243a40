import { type AttachedFile, mostPartBytes } from '../../../contract/api/files.ts'
import type { Actor } from '../access/actor.ts'
import { addPart } from './add-part.ts'
import { beginUpload } from './begin-upload.ts'
import { discardFile } from './change-file.ts'
import { finishUpload, type WantedKind } from './finish-upload.ts'

/** Makes a file of what is here whole. */
export function keepBytes(actor: Actor, name: string, bytes: Buffer, wanted?: WantedKind): Promise<AttachedFile> {
  return keepPieces(actor, { name, bytes: bytes.length }, [bytes], wanted)
}

/** Makes a file of what arrives in pieces of any size. Where they end in an error, nothing is left of them. */
export async function keepPieces(
  actor: Actor,
  upload: { readonly name: string; readonly bytes: number | undefined },
  pieces: AsyncIterable<Buffer> | Iterable<Buffer>,
  wanted?: WantedKind,
): Promise<AttachedFile> {
  const { id } = await beginUpload(actor, upload)
  try {
    let received = 0
    for await (const part of inParts(pieces)) received = (await addPart(actor, id, received, part)).received
  } catch (error) {
    await discardFile(actor, id)
    throw error
  }
  return finishUpload(actor, id, wanted)
}

/** Pieces put together, and taken apart, to parts of the size we keep. */
async function* inParts(pieces: AsyncIterable<Buffer> | Iterable<Buffer>): AsyncIterable<Buffer> {
  let held: Buffer[] = []
  let length = 0
  for await (const piece of pieces) {
    held.push(piece)
    length += piece.length
    while (length >= mostPartBytes) {
      const all = Buffer.concat(held)
      yield all.subarray(0, mostPartBytes)
      held = [all.subarray(mostPartBytes)]
      length -= mostPartBytes
    }
  }
  if (length > 0) yield Buffer.concat(held)
}
