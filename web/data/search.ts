import { searchGroups, searchPeople, searchPosts } from '../../contract/api/search.ts'
import { askPages } from './query.ts'

export const postsFound = (search: string) => askPages(searchPosts, { query: { search } })
export const peopleFound = (search: string) => askPages(searchPeople, { query: { search } })
export const groupsMatching = (search: string) => askPages(searchGroups, { query: { search } })
