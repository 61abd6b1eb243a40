import type { Listed } from '../../../connectors/catalog.ts'
import type { RequestRule } from '../../../contract/api/requests.ts'

export interface Verdict {
  /** Which rule spoke, counted from 1; null: none. */
  readonly rule: number | null
  readonly outcome: RequestRule['outcome']
  readonly reason: string
}

/** The first rule that fits decides; where none does, people do. */
export function judge(
  rules: readonly RequestRule[],
  { connector }: Listed,
  facts: { readonly enabledHere: boolean },
): Verdict {
  const asks = connector.permissions.map(one => one.id as string)
  const at = rules.findIndex(
    rule =>
      fitsPermissions(rule, asks) &&
      (rule.trust === null || (rule.trust === 'here') === facts.enabledHere) &&
      (rule.categories === null || rule.categories.some(one => one === connector.listing.category)),
  )
  const rule = rules[at]
  return rule
    ? { rule: at + 1, outcome: rule.outcome, reason: rule.reason }
    : { rule: null, outcome: 'people', reason: '' }
}

function fitsPermissions({ permissions }: RequestRule, asks: readonly string[]): boolean {
  if (permissions === null) return true
  const named = new Set<string>(permissions.ids)
  return permissions.match === 'any' ? asks.some(id => named.has(id)) : asks.every(id => named.has(id))
}
