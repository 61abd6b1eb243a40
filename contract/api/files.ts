import Type, { type Static } from 'typebox'
import { Done, Id, Instant, MemberRef, nullable, Paging, page } from './basics.ts'
import { route } from './route.ts'

export const fileKinds = ['picture', 'video', 'file'] as const
export const FileKind = Type.Enum(fileKinds)
export type FileKind = (typeof fileKinds)[number]

/** What hangs on a post or comment. Its addresses open for whoever may read that, by their session, and for nobody else. */
export const AttachedFile = Type.Object({
  id: Id,
  kind: FileKind,
  name: Type.String(),
  /** What its bytes are, a media type. */
  type: Type.String(),
  bytes: Type.Integer(),
  /** Pixels of a picture. */
  width: nullable(Type.Integer()),
  height: nullable(Type.Integer()),
  /** What a picture shows, in words; empty where nobody said. */
  description: Type.String(),
  url: Type.String(),
  /** A picture made smaller: for a list, and for a post. */
  small: nullable(Type.String()),
  medium: nullable(Type.String()),
})
export type AttachedFile = Static<typeof AttachedFile>

/** Files that a new post or comment carries, in order. */
export const mostFiles = 40
export const FileIds = Type.Optional(Type.Array(Id, { maxItems: mostFiles, uniqueItems: true }))

/** Most bytes of one part of an upload. */
export const mostPartBytes = 4_194_304

/** An upload under way. `bytes` is what was announced, `received` where it goes on: also after it was cut off, and by another process. */
export const Upload = Type.Object({ id: Id, bytes: nullable(Type.Integer()), received: Type.Integer() })
export type Upload = Static<typeof Upload>

export const beginUpload = route('POST', '/uploads', {
  body: Type.Object({
    name: Type.String({ minLength: 1, maxLength: 1_000 }),
    bytes: Type.Integer({ minimum: 1, maximum: 10_000_000_000 }),
  }),
  answer: Upload,
})
export const getUpload = route('GET', '/uploads/:uploadId', { answer: Upload })
/** The bytes themselves as the body (application/octet-stream), beginning at `offsetKey`, which must be what was received so far. */
export const addPart = route('PUT', '/uploads/:uploadId/parts/:offsetKey', { answer: Upload })
/** Looks at what came, makes pictures anew; refused where it is not what its name says. The file has the number of the upload. */
export const finishUpload = route('POST', '/uploads/:uploadId/finish', { answer: AttachedFile })

/** Takes back what one uploaded and attached to nothing. */
export const discardFile = route('DELETE', '/files/:fileId', { answer: Done })
export const describeFile = route('PATCH', '/files/:fileId', {
  body: Type.Object({ description: Type.String({ maxLength: 1_000 }) }),
  answer: AttachedFile,
})

export const GroupFile = Type.Object({
  file: AttachedFile,
  postId: Id,
  by: MemberRef,
  at: Instant,
})
export type GroupFile = Static<typeof GroupFile>
/** What hangs on the posts and comments of a group, newest first. */
export const listGroupFiles = route('GET', '/groups/:groupId/files', {
  query: Type.Object({
    ...Paging,
    search: Type.Optional(Type.String({ maxLength: 200 })),
    kind: Type.Optional(FileKind),
  }),
  answer: page(GroupFile),
})
