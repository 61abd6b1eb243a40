import { listGroups } from '../../contract/api/groups.ts'
import { askPages } from './query.ts'

/** The reader's own groups, by name. */
export const myGroups = askPages(listGroups, { query: { of: 'mine', limit: 100 } })
