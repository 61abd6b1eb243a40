import type { FileKind } from '../../../../contract/api/files.ts'
import { lastId } from '../../../../contract/graph/ids.ts'
import { filesInGroups, type PlainFile } from '../../../domain/files/file-pages.sql.ts'
import { plainPosts } from '../../../domain/posts/post-pages.sql.ts'
import { attachmentsOf } from '../attached.ts'
import { postLink } from '../formats.ts'
import { type Edge, edge, type TypedNode } from '../node.ts'
import { documents, photos, videos } from '../nodes/file.ts'
import { picked } from '../picked.ts'
import { createPhoto, createVideo, portrait, uploadPhoto, uploadVideo } from '../writes/files.ts'

const hung = (path: string, kind: FileKind, to: TypedNode<PlainFile>, create?: Edge['create']): Edge =>
  edge(path, {
    needs: ['read_content'],
    to,
    pages: (call, parents, { limit, after, before }) =>
      filesInGroups(call.caller.bot, parents, kind, { limit, after, before, ascending: false }),
    cursorOf: row => row.key,
    create,
  })

export const groupFileEdges: Readonly<Record<string, Edge>> = {
  photos: hung('photos', 'picture', photos, createPhoto),
  videos: hung('videos', 'video', videos, createVideo),
  files: hung('files', 'file', documents),
  // Pictures here stand in posts, and in no album of a group.
  albums: {
    needs: ['read_content'],
    list: async (_, parents) => new Map(parents.map(parent => [parent, { data: [] }])),
  },
}

/** What a program brings before it posts it, and the picture of somebody's profile. */
export const memberFileEdges: Readonly<Record<string, Edge>> = {
  photos: { needs: [], create: uploadPhoto },
  videos: { needs: [], create: uploadVideo },
  profile_pictures: { needs: [], create: portrait },
}

/** Of one post it is short enough to come whole. */
export const attachmentsEdge: Edge = {
  needs: ['read_content'],
  async list(call, parents, _asked, fields) {
    const found = new Map((await plainPosts(call.caller.bot, parents.map(lastId))).map(row => [row.id, row]))
    return new Map(
      parents.map(parent => {
        const row = found.get(lastId(parent))
        const data = row ? attachmentsOf(call, row, { id: parent, url: postLink(row.id) }) : []
        return [parent, { data: data.map(one => picked(one, fields)) }]
      }),
    )
  },
}
