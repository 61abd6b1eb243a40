import type { Privacy } from '../../../../contract/api/groups.ts'
import {
  changeProvisionedGroup,
  type ProvisionedGroup,
  provisionGroup,
} from '../../../domain/groups/provision-group.ts'
import { GraphError } from '../graph-error.ts'
import { asBoolean, asList, asText, type Value } from '../lenient.ts'
import { memberIn } from '../member-in.ts'
import type { GraphCall, Sent } from '../node.ts'

export async function createGroup(call: GraphCall, _community: string, { params }: Sent): Promise<unknown> {
  const admin =
    asList(params.admin).length > 0
      ? await memberIn(call, { params: { member: params.admin }, files: [] }, undefined)
      : undefined
  const { id } = await provisionGroup(call.caller.bot, formIn(params), admin)
  call.caller.holds('manage_groups')
  return { id }
}

export async function updateGroup(call: GraphCall, id: string, { params }: Sent): Promise<unknown> {
  await changeProvisionedGroup(call.caller.bot, id, formIn(params))
  call.caller.holds('manage_groups')
  return { success: true }
}

/** An empty value means *not set* (client-calls.md 1); a name of a parameter that we do not know is passed over. */
function formIn(params: Readonly<Record<string, Value>>): ProvisionedGroup {
  const said = (name: string): string | undefined => asText(params[name])?.trim() || undefined
  return {
    name: said('name'),
    description: asText(params.description),
    privacy: choice('privacy', said('privacy'), ['OPEN', 'CLOSED', 'SECRET'])?.toLowerCase() as Privacy | undefined,
    purpose: choice('purpose', said('purpose') ?? said('group_type'), purposes),
    postPermissions: choice('post_permissions', said('post_permissions'), ['NONE', 'ADMIN_ONLY']),
    postsNeedApproval: asBoolean(said('post_requires_admin_approval')),
    joinSetting: choice('join_setting', said('join_setting'), ['NONE', 'ANYONE', 'ADMIN_ONLY']),
    archived: asBoolean(said('archive')),
    coverUrl: address(said('cover_url')),
  }
}

function address(url: string | undefined): string | undefined {
  if (url !== undefined && (!/^https?:\/\/\S+$/i.test(url) || url.length > 4_000))
    throw new GraphError('bad_parameter', '(#100) cover_url must be an http or https address')
  return url
}

const purposes = [
  'WORK_TEAMWORK',
  'WORK_FEEDBACK',
  'WORK_ANNOUNCEMENT',
  'WORK_SOCIAL',
  'WORK_FOR_SALE',
  'WORK_TEAM',
] as const

function choice<const T extends string>(name: string, value: string | undefined, offered: readonly T[]): T | undefined {
  if (value === undefined) return undefined
  const found = offered.find(one => one === value.toUpperCase())
  if (!found) throw new GraphError('bad_parameter', `(#100) Param ${name} must be one of {${offered.join(', ')}}`)
  return found
}
