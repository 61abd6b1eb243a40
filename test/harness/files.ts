import sharp from 'sharp'
import { addPart, beginUpload, finishUpload } from '../../contract/api/files.ts'
import type { CastName } from '../../sandbox/cast.ts'
import { publicUrl, type TestServer } from './server.ts'

/** A photograph in small, with what a camera writes beside it, turned by it. */
export const photograph = (width = 60, height = 40, note = 'a-camera-note'): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: 'teal' } })
    .withMetadata({ orientation: 6 })
    .withExif({ IFD0: { Copyright: note, Orientation: '6' } })
    .jpeg()
    .toBuffer()

/** Uploads as the web does. */
export function useUploads(server: TestServer) {
  async function part(who: CastName, uploadId: string, offset: number, bytes: Buffer) {
    const path = addPart.path.replace(':uploadId', uploadId).replace(':offsetKey', String(offset))
    const answer = await server.app.inject({
      method: 'PUT',
      url: `/api${path}`,
      headers: {
        origin: publicUrl.origin,
        cookie: await server.cookie(who),
        'content-type': 'application/octet-stream',
      },
      payload: bytes,
    })
    return { status: answer.statusCode, body: answer.json() }
  }
  return {
    part,
    async upload(who: CastName, name: string, bytes: Buffer) {
      const { id } = await server.call(who, beginUpload, { body: { name, bytes: bytes.length } })
      await part(who, id, 0, bytes)
      return server.call(who, finishUpload, { params: { uploadId: id } })
    },
    async refused(who: CastName, name: string, bytes: Buffer) {
      const { id } = await server.call(who, beginUpload, { body: { name, bytes: bytes.length } })
      await part(who, id, 0, bytes)
      return server.refused(who, finishUpload, { params: { uploadId: id } })
    },
    /** What the address answers to this person's browser. */
    async get(who: CastName | undefined, url: string, headers: Record<string, string> = {}) {
      const cookie = who && (await server.cookie(who))
      return server.app.inject({ method: 'GET', url, headers: { ...(cookie && { cookie }), ...headers } })
    },
  }
}
