import * as contract from '../../../contract/api/search.ts'
import { searchGroups, searchPeople, searchPosts } from '../../domain/search/search.ts'
import type { ApiDoor } from './serve-route.ts'

export function searchRoutes(door: ApiDoor): void {
  door.serve(contract.searchPosts, ({ actor, query }) => searchPosts(actor, query))
  door.serve(contract.searchPeople, ({ actor, query }) => searchPeople(actor, query))
  door.serve(contract.searchGroups, ({ actor, query }) => searchGroups(actor, query))
}
