import { type Skill, skillsById } from '../../../domain/skills/skills.ts'
import { node } from '../node.ts'

export const skills = node<Skill>({
  name: 'Skill',
  idOf: row => row.id,
  load: (call, ids) =>
    call.caller.holds('read_profile', 'manage_profiles', 'manage_accounts')
      ? skillsById(call.caller.bot, ids)
      : Promise.resolve([]),
  defaults: ['name', 'id'],
  fields: { id: row => row.id, name: row => row.name },
})
