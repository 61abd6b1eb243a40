import type { Listed } from '../../../connectors/catalog.ts'
import { NotPossible, ServiceRefused, ServiceUnreachable } from '../../../connectors/connector.ts'
import { Refusal } from '../../platform/refusal.ts'
import { say } from '../../platform/words.ts'
import type { Person } from '../access/actor.ts'
import { sayOf } from '../integrations/catalog.ts'
import type { InstallationRow } from '../integrations/installations.sql.ts'
import { clientFor } from '../linking/client-for.ts'
import { AccountNeeded } from '../linking/fresh-tokens.ts'

/** Works at the service with the viewer's own account; what goes wrong there becomes a refusal in words. */
export async function asViewer<T>(
  actor: Person,
  listed: Listed,
  row: InstallationRow,
  work: (client: never) => Promise<T>,
): Promise<T> {
  const service = sayOf(listed, actor.language, 'name')
  try {
    return await work((await clientFor(row, actor.memberId)) as never)
  } catch (error) {
    if (error instanceof AccountNeeded) throw new Refusal('account_needed', { service })
    if (error instanceof NotPossible)
      throw new Refusal('not_possible', { service, problem: say(actor.language, `linking.refused.${error.reason}`) })
    if (error instanceof ServiceRefused)
      throw new Refusal('service_refused', { service, problem: error.message, ...error.fields })
    if (error instanceof ServiceUnreachable) throw new Refusal('service_away', { service })
    throw error
  }
}
