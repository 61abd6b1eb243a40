import type { Integration } from '../../../contract/api/integrations.ts'
import type { Say } from '../../ui/words.tsx'

/** How an integration stood when somebody began to change it: what they consent to is what they saw. */
export interface SeenStanding {
  /** null: it was not added yet. */
  readonly revision: string | null
  readonly on: boolean
  readonly permissions: readonly string[]
  readonly everyone: boolean
  readonly groups: readonly { id: string; name: string }[]
  readonly hidden: number
  /** When what ends, as one word. */
  readonly ends: string
}

export function standingOf({ installation, permissions }: Integration): SeenStanding {
  return {
    revision: installation?.revision ?? null,
    on: installation?.state === 'enabled',
    permissions: installation ? permissions.filter(one => one.granted).map(one => one.id) : [],
    everyone: installation?.everyone ?? false,
    groups: installation?.groups.map(({ id, name }) => ({ id, name })) ?? [],
    hidden: installation?.hiddenGroups ?? 0,
    ends: installation
      ? JSON.stringify([
          ...[installation.endsAt, installation.everyoneEndsAt],
          ...[installation.groupEnds, installation.permissionEnds].map(ends => Object.entries(ends).sort()),
        ])
      : '',
  }
}

/** What is different now, in sentences. Of what was added meanwhile all of it is new, so that alone is said. */
export function changesSince(
  before: SeenStanding,
  now: SeenStanding,
  permissions: readonly { readonly id: string; readonly sentence: string }[],
  say: Say,
): string[] {
  if (before.revision === null && now.revision !== null) return [say('integrations.meanwhile.added')]
  if (before.revision !== null && now.revision === null) return [say('integrations.meanwhile.removed')]
  const sentence = (id: string): string => permissions.find(one => one.id === id)?.sentence ?? id
  const [had, has] = [before.groups, now.groups].map(groups => new Set(groups.map(group => group.id)))
  return [
    ...(before.on === now.on ? [] : [say(`integrations.meanwhile.${now.on ? 'on' : 'off'}`)]),
    ...now.permissions
      .filter(id => !before.permissions.includes(id))
      .map(id => say('integrations.meanwhile.may', { permission: sentence(id) })),
    ...before.permissions
      .filter(id => !now.permissions.includes(id))
      .map(id => say('integrations.meanwhile.may_not', { permission: sentence(id) })),
    ...(before.everyone === now.everyone
      ? []
      : [say(`integrations.meanwhile.${now.everyone ? 'everyone' : 'chosen'}`)]),
    ...now.groups
      .filter(group => !had?.has(group.id))
      .map(group => say('integrations.meanwhile.group', { group: group.name })),
    ...before.groups
      .filter(group => !has?.has(group.id))
      .map(group => say('integrations.meanwhile.group.gone', { group: group.name })),
    ...(before.hidden === now.hidden ? [] : [say('integrations.meanwhile.hidden')]),
    ...(before.ends === now.ends ? [] : [say('integrations.meanwhile.ends')]),
  ]
}
