import {
  type AttachedFile,
  addPart,
  beginUpload,
  discardFile,
  finishUpload,
  getUpload,
  mostPartBytes,
} from '../../contract/api/files.ts'
import { call, callWithBytes, RefusalError } from './call.ts'

interface Watched {
  /** From 0 to 1. */
  readonly progress: (part: number) => void
  readonly signal: AbortSignal
}

/** How often in a row a part may fail before the whole does. */
const mostFailures = 6
/** Small enough that progress is seen. */
const leastPartBytes = 262_144

/** Sends a file in parts. A connection that breaks is waited for, and what arrived before is not sent again. */
export async function upload(file: File, watched: Watched): Promise<AttachedFile> {
  const { signal } = watched
  const { id } = await call(beginUpload, { body: { name: file.name, bytes: file.size }, signal })
  try {
    await sendParts(id, file, watched)
    return await call(finishUpload, { params: { uploadId: id }, signal })
  } catch (error) {
    // What nobody waits for is taken back; where that fails too, the server forgets it by itself.
    if (signal.aborted) void takeBack(id)
    throw error
  }
}

export const takeBack = (fileId: string): Promise<unknown> =>
  call(discardFile, { params: { fileId } }).catch(() => undefined)

async function sendParts(uploadId: string, file: File, { progress, signal }: Watched): Promise<void> {
  const size = Math.min(mostPartBytes, Math.max(leastPartBytes, Math.ceil(file.size / 20)))
  let received = 0
  let failures = 0
  while (received < file.size) {
    try {
      const params = { uploadId, offsetKey: String(received) }
      received = (await callWithBytes(addPart, params, file.slice(received, received + size), signal)).received
      failures = 0
      progress(received / file.size)
    } catch (error) {
      if (!isPassing(error) || ++failures > mostFailures) throw error
      await new Promise(resolve => setTimeout(resolve, 500 * 2 ** failures))
      received = (await call(getUpload, { params: { uploadId }, signal }).catch(() => ({ received }))).received
    }
  }
}

/** The next try may succeed. */
const isPassing = (error: unknown): boolean =>
  error instanceof RefusalError &&
  ['unreachable', 'database_away', 'upload_elsewhere', 'in_progress', 'fault'].includes(error.code)
