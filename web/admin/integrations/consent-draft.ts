import { useState } from 'react'
import type { GroupRef, Integration, Scope } from '../../../contract/api/integrations.ts'
import type { RequestToDecide } from '../../../contract/api/requests.ts'
import type { FormValues } from '../../../contract/form.ts'
import { firstValues } from '../../ui/form-from-fields.tsx'
import { dayOf } from './end-day.ts'
import { type SeenStanding, standingOf } from './seen-standing.ts'

/** What is filled in on the consent screen. The secret is never kept anywhere but in the field. */
export interface ConsentDraft {
  readonly permissions: string[]
  readonly scope: Scope | undefined
  readonly groups: readonly GroupRef[]
  readonly settings: FormValues
  readonly clientId: string
  /** The request that it answers, if one. */
  readonly requestId?: string | undefined
  /** How long it holds: for so many days, or to the end of a day. Without: no end. */
  readonly until?: string | undefined
  readonly note?: string | undefined
  /** How it stood when the filling in began. */
  readonly seen: SeenStanding
}

const keyOf = (id: string): string => `passerelle.consent.${id}`

/** The draft survives the way to the service and back (sessionStorage), so that a failed sign-in loses nothing. */
export function useConsentDraft(
  integration: Integration,
  request: RequestToDecide | undefined,
): [ConsentDraft, (change: Partial<ConsentDraft>) => void, () => void, () => void] {
  const [draft, setDraft] = useState(() => readDraft(integration, request))
  const change = (part: Partial<ConsentDraft>) =>
    setDraft(before => {
      const next = { ...before, ...part }
      sessionStorage.setItem(keyOf(integration.id), JSON.stringify(withoutSecrets(integration, next)))
      return next
    })
  const forget = () => sessionStorage.removeItem(keyOf(integration.id))
  const begin = () => {
    forget()
    setDraft(readDraft(integration, request))
  }
  return [draft, change, forget, begin]
}

/** It was sent, and the sign-in comes next: whoever comes back from there without it goes on from how it stands since. */
export function keepSent(integration: Integration): void {
  const draft = { ...kept(integration.id), seen: standingOf(integration) }
  sessionStorage.setItem(keyOf(integration.id), JSON.stringify(draft))
}

/** The request that was being answered when the browser went to the service. */
export const requestUnderWay = (integrationId: string): string | undefined => kept(integrationId).requestId

/** Once sent, the server keeps them; until then they are in their fields and nowhere else. */
function withoutSecrets({ admin }: Integration, draft: ConsentDraft): ConsentDraft {
  const secret = new Set(admin?.settings.filter(field => field.kind === 'secret').map(field => field.name))
  return {
    ...draft,
    settings: Object.fromEntries(Object.entries(draft.settings).filter(([name]) => !secret.has(name))),
  }
}

const scopeOf = ({ everyone, groups, hiddenGroups }: NonNullable<Integration['installation']>): Scope | undefined => {
  if (everyone) return { everyone: true }
  return groups.length + hiddenGroups > 0 ? { everyone: false, groupIds: groups.map(group => group.id) } : undefined
}

function readDraft(integration: Integration, request: RequestToDecide | undefined): ConsentDraft {
  const { installation, permissions, admin } = integration
  const scope = installation ? scopeOf(installation) : undefined
  const fresh: ConsentDraft = {
    permissions: permissions.filter(one => one.granted || one.required).map(one => one.id),
    scope,
    groups: installation?.groups ?? [],
    settings: firstValues(admin?.settings ?? []),
    clientId: installation?.clientId ?? '',
    until: request ? undefined : dayOf(installation?.endsAt),
    seen: standingOf(integration),
    ...(request && asAsked(request, scope, installation?.groups ?? [])),
  }
  const stored = kept(integration.id)
  if (stored.requestId === request?.id) return { ...fresh, ...stored }
  // What was filled in for something else: only what belongs to the service itself.
  return { ...fresh, settings: { ...fresh.settings, ...stored.settings }, clientId: stored.clientId ?? fresh.clientId }
}

/** The groups of those who asked, beside those that have it already. */
function asAsked(
  { id, wanted }: RequestToDecide,
  scope: Scope | undefined,
  groups: readonly GroupRef[],
): Partial<ConsentDraft> {
  const asked = wanted.map(one => one.group)
  if (scope?.everyone || asked.length === 0) return { requestId: id }
  const groupIds = [...new Set([...(scope?.groupIds ?? []), ...asked.map(group => group.id)])]
  return { requestId: id, groups: [...groups, ...asked], scope: { everyone: false, groupIds } }
}

function kept(integrationId: string): Partial<ConsentDraft> {
  try {
    return JSON.parse(sessionStorage.getItem(keyOf(integrationId)) ?? '{}')
  } catch {
    return {}
  }
}
