/**
 * Where bytes lie that are too many for the database: a folder beside it, or a bucket that speaks S3. Both keep whole objects under keys that we make; what is
 * large is several objects, so that nothing has to be held in memory or joined.
 */
import { join } from 'node:path'
import { diskStorage } from './storage-disk.ts'
import type { Storage } from './storage-key.ts'
import { type Bucket, bucketStorage } from './storage-s3.ts'

/** One object, of several that follow one another. */
export interface StoredPart {
  readonly key: string
  readonly bytes: number
}

let current: Storage | undefined

export function configureStorage(place: { readonly dataFolder: string; readonly bucket: Bucket | undefined }): void {
  current = place.bucket ? bucketStorage(place.bucket) : diskStorage(join(place.dataFolder, 'files'))
}

export function storage(): Storage {
  if (!current) throw new Error('no storage is configured')
  return current
}

/** Bytes `from` to `to` (both counted) of parts that follow one another. */
export async function* readParts(parts: readonly StoredPart[], from: number, to: number): AsyncIterable<Uint8Array> {
  let begins = 0
  for (const { key, bytes } of parts) {
    const first = Math.max(from - begins, 0)
    const last = Math.min(to - begins, bytes - 1)
    if (first <= last) yield* storage().read(key, first, last)
    begins += bytes
  }
}

export async function readWhole(parts: readonly StoredPart[], most = lengthOf(parts)): Promise<Buffer> {
  const read: Uint8Array[] = []
  for await (const bytes of readParts(parts, 0, most - 1)) read.push(bytes)
  return Buffer.concat(read)
}

export const lengthOf = (parts: readonly StoredPart[]): number => parts.reduce((sum, part) => sum + part.bytes, 0)

/** An object that does not go is left behind rather than that the work ends: it is named by nothing. */
export async function removeParts(parts: readonly StoredPart[]): Promise<void> {
  await Promise.allSettled(parts.map(part => storage().remove(part.key)))
}
