import { useState } from 'react'
import type { GroupRef, Integration, Scope } from '../../../contract/api/integrations.ts'
import type { FormValues } from '../../../contract/form.ts'
import { firstValues } from '../../ui/form-from-fields.tsx'

/** What is filled in on the consent screen. The secret is never kept anywhere but in the field. */
export interface ConsentDraft {
  readonly permissions: string[]
  readonly scope: Scope | undefined
  readonly groups: readonly GroupRef[]
  readonly settings: FormValues
  readonly clientId: string
}

const keyOf = (id: string): string => `passerelle.consent.${id}`

/** The draft survives the way to the service and back (sessionStorage), so that a failed sign-in loses nothing. */
export function useConsentDraft(
  integration: Integration,
): [ConsentDraft, (change: Partial<ConsentDraft>) => void, () => void] {
  const [draft, setDraft] = useState(() => readDraft(integration))
  const change = (part: Partial<ConsentDraft>) =>
    setDraft(before => {
      const next = { ...before, ...part }
      sessionStorage.setItem(keyOf(integration.id), JSON.stringify(withoutSecrets(integration, next)))
      return next
    })
  return [draft, change, () => sessionStorage.removeItem(keyOf(integration.id))]
}

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

function readDraft(integration: Integration): ConsentDraft {
  const { installation, permissions, admin } = integration
  const fresh: ConsentDraft = {
    permissions: permissions.filter(one => one.granted || one.required).map(one => one.id),
    scope: installation ? scopeOf(installation) : undefined,
    groups: installation?.groups ?? [],
    settings: firstValues(admin?.settings ?? []),
    clientId: installation?.clientId ?? '',
  }
  try {
    return { ...fresh, ...JSON.parse(sessionStorage.getItem(keyOf(integration.id)) ?? '{}') }
  } catch {
    return fresh
  }
}
