/** Groups of SCIM are people sets, not groups of ours (workplace-scim.md 4). */
import { oldUrns, urns } from '../../../contract/scim/names.ts'
import { changePeopleSet, createPeopleSet, deletePeopleSet } from '../../domain/people-sets/keep-people-sets.ts'
import { listPeopleSets, type PeopleSetWithMembers } from '../../domain/people-sets/people-sets.ts'
import { canonical } from './canonical.ts'
import { readFilter } from './filter.ts'
import { listOf, narrowed, windowIn } from './list.ts'
import { patched } from './patch.ts'
import { isObject, type Json, type JsonObject } from './read-call.ts'
import type { ScimCall } from './scim-call.ts'
import { badValue, missing } from './scim-error.ts'
import { idIn, textIn } from './values.ts'

export async function listGroups(call: ScimCall): Promise<JsonObject> {
  const { displayName } = readFilter(call.request.query.filter, ['displayName'])
  const window = windowIn(call.request)
  const { total, sets } = await listPeopleSets(call.bot, { name: displayName }, window)
  return listOf(
    sets.map(set => answer(call, set)),
    { ...window, total, dialect: call.request.dialect },
  )
}

export const readGroup = async (call: ScimCall, id: string): Promise<JsonObject> => answer(call, await load(call, id))

export async function createGroup(call: ScimCall): Promise<JsonObject> {
  const { name, members } = formIn(canonical(call.request.body))
  if (name === undefined) throw badValue('displayName', 'is required')
  const { id } = await createPeopleSet(call.bot, name, members)
  return answer(call, await load(call, id))
}

/** Members that are named are all there are. */
export async function putGroup(call: ScimCall, id: string): Promise<JsonObject> {
  await load(call, id)
  await changePeopleSet(call.bot, id, formIn(canonical(call.request.body)))
  return answer(call, await load(call, id))
}

export async function patchGroup(call: ScimCall, id: string): Promise<JsonObject> {
  const now = groupOut(call, await load(call, id))
  // Without members there is no list to add to.
  await changePeopleSet(call.bot, id, formIn(patched({ members: [], ...now }, call.request.body)))
  return answer(call, await load(call, id))
}

export async function deleteGroup(call: ScimCall, id: string): Promise<JsonObject> {
  await load(call, id)
  await deletePeopleSet(call.bot, id)
  return {}
}

async function load(call: ScimCall, id: string): Promise<PeopleSetWithMembers> {
  const { sets } = await listPeopleSets(call.bot, { id }, { offset: 0, limit: 1 })
  if (!sets[0]) throw missing(id)
  return sets[0]
}

const answer = (call: ScimCall, set: PeopleSetWithMembers): JsonObject => narrowed(groupOut(call, set), call.request)

const groupOut = ({ base, request }: ScimCall, set: PeopleSetWithMembers): JsonObject => ({
  schemas: [request.dialect === 'v1' ? oldUrns.group : urns.group],
  id: set.id,
  displayName: set.name,
  members: set.members.map(({ id, name }) => ({ type: 'user', value: id, display: name, $ref: `${base}/Users/${id}` })),
  meta: {
    resourceType: 'Group',
    created: set.made_at.toISOString(),
    lastModified: set.changed_at.toISOString(),
    location: `${base}/Groups/${set.id}`,
  },
})

const mostMembers = 20_000

function formIn(body: JsonObject): { name?: string; members?: string[] } {
  const name = textIn('displayName', body.displayName)
  const members = membersIn(body.members)
  return { ...(name && { name }), ...(members && { members }) }
}

function membersIn(value: Json): string[] | undefined {
  if (value === undefined) return undefined
  const list = value === null ? [] : Array.isArray(value) ? value : [value]
  if (list.length > mostMembers) throw badValue('members', `has more than ${mostMembers} items`)
  return list.map((item: Json) => {
    const id = idIn('members', isObject(item) ? item.value : item)
    if (!id) throw badValue('members', 'must name people by value')
    return id
  })
}
