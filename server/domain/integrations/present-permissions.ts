import type { Language } from '../../../contract/api/basics.ts'
import type { Permission } from '../../../contract/api/integrations.ts'
import { permissions as known, type PermissionId } from '../../../contract/permissions.ts'
import { say } from '../../platform/words.ts'
import type { Listing } from './listings.ts'

type Rule = (typeof known)[number]
const rules = new Map<PermissionId, Rule>(known.map(one => [one.id, one]))

/** What it asks for, the highest risk first; before it is installed all of it counts as granted. */
export function presentPermissions(
  { asks }: Pick<Listing, 'asks'>,
  language: Language,
  granted: readonly string[] | undefined,
): Permission[] {
  const asked = asks.map(({ id, required, reason, hint }) => {
    const { kind = 'read', risk = 1 } = rules.get(id) ?? {}
    return {
      id,
      kind,
      risk,
      required,
      granted: granted ? granted.includes(id) : true,
      sentence: say(language, `permissions.${id}`),
      reason: reason(language),
      hint: hint(language),
    }
  })
  return asked.sort((a, b) => b.risk - a.risk)
}
