import type { PermissionId } from '../../../contract/permissions.ts'
import type { Edge } from './node.ts'

/** A list that nothing can be in here, said so to whoever may read it. */
export const nothing = (...needs: readonly PermissionId[]): Edge => ({
  needs,
  list: async (_, parents, asked) =>
    new Map(parents.map(parent => [parent, { data: [], ...(asked.summary && { summary: { total_count: 0 } }) }])),
})
