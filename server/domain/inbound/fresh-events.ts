import type { HookRequest } from '../../../connectors/connector.ts'
import type { InstallationRow } from '../integrations/installations.sql.ts'

/** An event as it stood at the door a moment ago: whoever reads it here and now need not ask the database for what this process knows. */
export interface FreshEvent {
  readonly row: InstallationRow
  readonly request: HookRequest
}

const fresh = new Map<string, FreshEvent>()

export const rememberFresh = (eventId: string, event: FreshEvent): void => void fresh.set(eventId, event)

/** Answers it once: whoever tries again reads what was recorded. */
export function takeFresh(eventId: string): FreshEvent | undefined {
  const found = fresh.get(eventId)
  fresh.delete(eventId)
  return found
}
