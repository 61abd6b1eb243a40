import type { FileKind } from '../../../../contract/api/files.ts'
import { commentId, lastId, postId } from '../../../../contract/graph/ids.ts'
import { filesInGroups, type PlainFile, plainFiles } from '../../../domain/files/file-pages.sql.ts'
import { plainPosts } from '../../../domain/posts/post-pages.sql.ts'
import { attachmentsOf } from '../attached.ts'
import { postLink } from '../formats.ts'
import { missing } from '../graph-error.ts'
import { type Edge, edge, type GraphCall, type TypedNode } from '../node.ts'
import { documents, photos, videos } from '../nodes/file.ts'
import { picked } from '../picked.ts'
import { createPhoto, createVideo, portrait, uploadPhoto, uploadVideo } from '../writes/files.ts'
import { commentEdges, postEdges } from './subject-edges.ts'

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
    const found = new Map(
      (await plainPosts(call.caller.bot, parents.map(lastId), { files: true, changed: false })).map(row => [
        row.id,
        row,
      ]),
    )
    return new Map(
      parents.map(parent => {
        const row = found.get(lastId(parent))
        const data = row ? attachmentsOf(call, row, { id: parent, url: postLink(row.id) }) : []
        return [parent, { data: data.map(one => picked(one, fields)) }]
      }),
    )
  },
}

/** What people say of a picture or a video is what they say of the post or comment that shows it: one conversation, found at either. */
export const shownEdges: Readonly<Record<string, Edge>> = Object.fromEntries(
  ['comments', 'likes', 'reactions'].map(name => [name, ofWhatShows(name)]),
)

function ofWhatShows(name: string): Edge {
  const [ofPost, ofComment] = [postEdges[name], commentEdges[name]]
  const change = (what: 'create' | 'remove'): Edge['create'] =>
    ofPost?.[what] &&
    (async (call, id, sent, item) => {
      const shown = (await placesOf(call, [id])).get(id)
      const done = shown && (shown.inComment ? ofComment : ofPost)?.[what]
      if (!done) throw missing(id, what === 'create' ? 'post' : 'delete')
      return done(call, shown.id, sent, item)
    })
  return {
    needs: ['read_content'],
    of: ofPost?.of,
    async list(call, parents, asked, fields) {
      const places = await placesOf(call, parents)
      const of = (inComment: boolean) =>
        [...places.values()].filter(one => one.inComment === inComment).map(one => one.id)
      const [posts, comments] = await Promise.all([
        ofPost?.list?.(call, of(false), asked, fields),
        ofComment?.list?.(call, of(true), asked, fields),
      ])
      const none = { data: [], ...(asked.summary && { summary: { total_count: 0 } }) }
      return new Map(
        parents.map(parent => {
          const shown = places.get(parent)
          return [parent, (shown && (shown.inComment ? comments : posts)?.get(shown.id)) ?? none]
        }),
      )
    },
    create: change('create'),
    remove: change('remove'),
  }
}

/** Where each of these is shown, as the Graph names it; what hangs on nothing yet is shown nowhere. */
async function placesOf(
  call: GraphCall,
  ids: readonly string[],
): Promise<Map<string, { id: string; inComment: boolean }>> {
  const found = await plainFiles(call.caller.bot, ids)
  return new Map(
    found.flatMap(({ id, group_id, post_id, comment_id }) => {
      if (post_id === null || group_id === null) return []
      const shown = comment_id === null ? postId(group_id, post_id) : commentId(post_id, comment_id)
      return [[id, { id: shown, inComment: comment_id !== null }] as const]
    }),
  )
}
