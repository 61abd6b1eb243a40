/** What each kind of object is at this door, and what hangs on it: the table the door walks, and the tests with it. */
import type { Kind } from '../../domain/search/kind-of.sql.ts'
import { conversationEdges, memberChatEdges, messageEdges } from './edges/chat-edges.ts'
import { communityEdges } from './edges/community-edges.ts'
import { eventEdges } from './edges/event-edges.ts'
import { attachmentsEdge, groupFileEdges, memberFileEdges, shownEdges } from './edges/file-edges.ts'
import { groupEdges } from './edges/group-edges.ts'
import { categoryEdges, libraryRoots } from './edges/library-edges.ts'
import { memberEdges } from './edges/member-edges.ts'
import { heldByMembers, peopleLists, peopleSetEdges, skillEdges } from './edges/people-edges.ts'
import { commentEdges, postEdges } from './edges/subject-edges.ts'
import type { Node } from './node.ts'
import { categories } from './nodes/category.ts'
import { comments } from './nodes/comment.ts'
import { communities } from './nodes/community.ts'
import { conversations } from './nodes/conversation.ts'
import { docs } from './nodes/doc.ts'
import { events } from './nodes/event.ts'
import { exports } from './nodes/export.ts'
import { documents, photos, videos } from './nodes/file.ts'
import { groups } from './nodes/group.ts'
import { members } from './nodes/member.ts'
import { messages } from './nodes/message.ts'
import { peopleSets } from './nodes/people-set.ts'
import { posts } from './nodes/post.ts'
import { quickLinks } from './nodes/quick-link.ts'
import { reports } from './nodes/report.ts'
import { skills } from './nodes/skill.ts'
import { surveys } from './nodes/survey.ts'

communities.edges = { ...communityEdges, ...libraryRoots, ...peopleLists }
groups.edges = { ...groupEdges, ...groupFileEdges }
events.edges = eventEdges
categories.edges = categoryEdges
skills.edges = skillEdges
peopleSets.edges = peopleSetEdges
members.edges = { ...memberEdges, ...heldByMembers, ...memberChatEdges, ...memberFileEdges }
posts.edges = { ...postEdges, attachments: attachmentsEdge }
comments.edges = commentEdges
conversations.edges = conversationEdges
messages.edges = messageEdges
photos.edges = shownEdges
videos.edges = shownEdges

export const graphNodes: Readonly<Record<Kind, Node>> = {
  community: communities,
  group: groups,
  member: members,
  post: posts,
  comment: comments,
  event: events,
  doc: docs,
  category: categories,
  quick_link: quickLinks,
  skill: skills,
  people_set: peopleSets,
  survey: surveys,
  report: reports,
  export: exports,
  conversation: conversations,
  message: messages,
  picture: photos,
  video: videos,
  file: documents,
}
