/** What each kind of object is at this door, and what hangs on it: the table the door walks, and the tests with it. */
import type { Kind } from '../../domain/search/kind-of.sql.ts'
import { communityEdges } from './edges/community-edges.ts'
import { attachmentsEdge, groupFileEdges, memberFileEdges } from './edges/file-edges.ts'
import { groupEdges } from './edges/group-edges.ts'
import { memberEdges } from './edges/member-edges.ts'
import { commentEdges, postEdges } from './edges/subject-edges.ts'
import type { Node } from './node.ts'
import { comments } from './nodes/comment.ts'
import { communities } from './nodes/community.ts'
import { documents, photos, videos } from './nodes/file.ts'
import { groups } from './nodes/group.ts'
import { members } from './nodes/member.ts'
import { posts } from './nodes/post.ts'

communities.edges = communityEdges
groups.edges = { ...groupEdges, ...groupFileEdges }
members.edges = { ...memberEdges, ...memberFileEdges }
posts.edges = { ...postEdges, attachments: attachmentsEdge }
comments.edges = commentEdges

export const graphNodes: Readonly<Record<Kind, Node>> = {
  community: communities,
  group: groups,
  member: members,
  post: posts,
  comment: comments,
  picture: photos,
  video: videos,
  file: documents,
}
