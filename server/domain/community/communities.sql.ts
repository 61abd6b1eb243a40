import { rows, sql } from '../../platform/db.ts'

export interface CommunityRow {
  id: string
  name: string
  created_at: Date
}

export const communitiesById = (ids: readonly string[]): Promise<CommunityRow[]> =>
  rows<CommunityRow>(sql`select id, name, created_at from communities where id = any(${ids}::bigint[])`)
