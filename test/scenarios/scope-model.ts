/** What the scope test believes: what must be seen where, and the steps that may change it. Nothing here asks the server. */
import fc from 'fast-check'

export const everyGroup = 50
export const readers = ['bruno', 'zoe', 'lucie'] as const
export type Reader = (typeof readers)[number]

/** What must be true. Bruno sees OPS at the service, Zoé does not, Lucie has no account. */
export const model = {
  scope: new Set<number>(),
  members: new Map<number, Set<string>>(),
  archived: new Set<number>(),
  /** Open to everyone; else closed or secret. */
  open: new Set<number>(),
  gone: new Set<string>(),
  enabled: true,
}
const shownTo = { bruno: 'shown', zoe: 'not_yours', lucie: 'account_needed' } as const

export const mayRead = (who: Reader, n: number): boolean =>
  !model.gone.has(who) && (model.open.has(n) || model.members.get(n)?.has(who) === true)

export function expected(who: Reader, n: number): string {
  if (model.gone.has(who)) return 'sign_in_needed'
  if (!mayRead(who, n)) return 'not_found'
  return model.enabled && model.scope.has(n) ? shownTo[who] : 'off'
}

export type Step =
  | { readonly is: 'scope'; readonly groups: readonly number[] }
  | { readonly is: 'join' | 'leave'; readonly n: number; readonly who: Reader }
  | { readonly is: 'archive' | 'restore'; readonly n: number }
  | { readonly is: 'privacy'; readonly n: number; readonly privacy: 'open' | 'closed' | 'secret' }
  | { readonly is: 'role'; readonly n: number; readonly who: Reader; readonly role: GroupRole }
  | { readonly is: 'seat'; readonly who: Reader; readonly active: boolean }
  | { readonly is: 'off' | 'on' }
export type GroupRole = 'member' | 'moderator' | 'admin'

export const group = fc.nat(everyGroup - 1)
export const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      is: fc.constant('scope' as const),
      groups: fc.uniqueArray(group, { minLength: 2, maxLength: 2 }),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      is: fc.constantFrom('join' as const, 'leave' as const),
      n: group,
      who: fc.constantFrom(...readers),
    }),
  },
  { weight: 3, arbitrary: fc.record({ is: fc.constantFrom('archive' as const, 'restore' as const), n: group }) },
  {
    weight: 3,
    arbitrary: fc.record({
      is: fc.constant('privacy' as const),
      n: group,
      privacy: fc.constantFrom('open' as const, 'closed' as const, 'secret' as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      is: fc.constant('role' as const),
      n: group,
      who: fc.constantFrom(...readers),
      role: fc.constantFrom('member' as const, 'moderator' as const, 'admin' as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      is: fc.constant('seat' as const),
      who: fc.constantFrom(...readers),
      active: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ is: fc.constantFrom('off' as const, 'on' as const) }) },
)
