import { type Dispatcher, request } from 'undici'
import { nowDate } from './clock.ts'
import { type S3Keys, signS3 } from './sign-s3.ts'
import { demandKey, type Storage } from './storage-key.ts'

export interface Bucket extends S3Keys {
  readonly endpoint: string
  readonly bucket: string
}

const nothing = Buffer.alloc(0)
/** For one object, of a few megabytes at most. */
const seconds = 30

/**
 * A bucket. It is the operator's own, named in the environment as the database is, and so may stand inside. What it answers is never said to anybody: it
 * may repeat what was signed.
 */
export function bucketStorage(bucket: Bucket): Storage {
  async function send(
    method: 'PUT' | 'GET' | 'DELETE',
    key: string,
    body: Uint8Array = nothing,
    range?: string,
  ): Promise<Dispatcher.ResponseData> {
    const url = new URL(`${bucket.endpoint.replace(/\/$/, '')}/${bucket.bucket}/${demandKey(key)}`)
    const answer = await request(url, {
      method,
      headers: { ...signS3(bucket, { method, url, body, at: nowDate() }), ...(range && { range }) },
      ...(method === 'PUT' && { body }),
      signal: AbortSignal.timeout(seconds * 1_000),
    })
    if (answer.statusCode < 300 || (method === 'DELETE' && answer.statusCode === 404)) return answer
    answer.body.on('error', () => {}).destroy()
    throw new Error(`the storage answered ${answer.statusCode} to ${method}`)
  }
  return {
    async put(key, bytes) {
      await (await send('PUT', key, bytes)).body.dump()
    },
    async *read(key, from, to) {
      const answer = await send('GET', key, nothing, `bytes=${from}-${to}`)
      yield* answer.body as AsyncIterable<Uint8Array>
    },
    async remove(key) {
      await (await send('DELETE', key)).body.dump()
    },
  }
}
