import { deletePeopleSet } from '../../../domain/people-sets/keep-people-sets.ts'
import { type PeopleSet, peopleSetsById } from '../../../domain/people-sets/people-sets.ts'
import { instant } from '../formats.ts'
import { node } from '../node.ts'

export const peopleSets = node<PeopleSet>({
  name: 'PeopleSet',
  idOf: row => row.id,
  load: (call, ids) =>
    call.caller.holds('read_members', 'manage_accounts') ? peopleSetsById(call.caller.bot, ids) : Promise.resolve([]),
  defaults: ['name', 'id'],
  fields: { id: row => row.id, name: row => row.name, updated_time: row => instant(row.changed_at) },
  remove: async (call, id) => {
    await deletePeopleSet(call.caller.bot, id)
    call.caller.holds('manage_accounts')
    return { success: true }
  },
})
