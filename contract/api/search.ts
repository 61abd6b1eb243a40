import Type, { type Static } from 'typebox'
import { Id, MemberRef, Paging, page } from './basics.ts'
import { Group } from './groups.ts'
import { Post } from './posts.ts'
import { route } from './route.ts'

const SearchQuery = Type.Object({
  ...Paging,
  search: Type.String({ minLength: 1, maxLength: 200 }),
  groupId: Type.Optional(Id),
})

/** A post that matches, or whose comment does: `excerpt` is plain text with the words found between \u0002 and \u0003. */
export const FoundPost = Type.Object({ post: Post, excerpt: Type.String() })
export type FoundPost = Static<typeof FoundPost>

export const searchPosts = route('GET', '/search/posts', { query: SearchQuery, answer: page(FoundPost) })
export const searchPeople = route('GET', '/search/people', { query: SearchQuery, answer: page(MemberRef) })
export const searchGroups = route('GET', '/search/groups', { query: SearchQuery, answer: page(Group) })
