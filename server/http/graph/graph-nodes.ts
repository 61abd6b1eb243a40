/** What each kind of object is at this door, and what hangs on it: the table the door walks, and the tests with it. */
import type { Kind } from '../../domain/search/kind-of.sql.ts'
import { conversationEdges, memberChatEdges, messageEdges } from './edges/chat-edges.ts'
import { communityEdges } from './edges/community-edges.ts'
import { groupEdges } from './edges/group-edges.ts'
import { memberEdges } from './edges/member-edges.ts'
import { commentEdges, postEdges } from './edges/subject-edges.ts'
import type { Node } from './node.ts'
import { comments } from './nodes/comment.ts'
import { communities } from './nodes/community.ts'
import { conversations } from './nodes/conversation.ts'
import { groups } from './nodes/group.ts'
import { members } from './nodes/member.ts'
import { messages } from './nodes/message.ts'
import { posts } from './nodes/post.ts'

communities.edges = communityEdges
groups.edges = groupEdges
members.edges = { ...memberEdges, ...memberChatEdges }
posts.edges = postEdges
comments.edges = commentEdges
conversations.edges = conversationEdges
messages.edges = messageEdges

export const graphNodes: Readonly<Record<Kind, Node>> = {
  community: communities,
  group: groups,
  member: members,
  post: posts,
  comment: comments,
  conversation: conversations,
  message: messages,
}
