import type { Listed } from '../../../connectors/catalog.ts'
import type { FormValues } from '../../../contract/form.ts'
import { one, run, sql } from '../../platform/db.ts'
import { newToken } from '../../platform/ids.ts'
import { enqueue } from '../../platform/jobs.ts'
import { addressesOf } from './catalog.ts'
import { openCredentials, sealCredentials, wholeSettings } from './credentials.ts'
import { type InstallationRow, nextId, setConnection } from './installations.sql.ts'
import { draftSettings } from './settings.ts'

/** What an installation's addresses hang on. */
export type Placed = Pick<InstallationRow, 'id' | 'integration_id' | 'settings' | 'credentials'>

/** Does the service stand at other addresses now? What was given for one host is never sent to another. */
export const isElsewhere = (listed: Listed, before: Placed, after: Placed): boolean =>
  differ(listed, wholeSettings(before), wholeSettings(after))

/** Would these settings, which nobody has saved yet, leave accounts behind? Not said before they name an address. */
export function wouldLeave(listed: Listed, before: InstallationRow | undefined, settings: FormValues): boolean {
  const [here, there] = [before?.settings, settings].map(given => given && draftSettings(listed, given))
  return (
    listed.connector.oauth !== undefined && here !== undefined && there !== undefined && differ(listed, here, there)
  )
}

const differ = (listed: Listed, here: object, there: object): boolean => {
  const [one, other] = [here, there].map(settings => Object.entries(addressesOf(listed, settings)).sort())
  return JSON.stringify(one) !== JSON.stringify(other)
}

/** How many go with the address. */
export interface Left {
  readonly accounts: number
  readonly webhooks: number
}

/**
 * Everything that was given at the old address stays with it, in the transaction that changes it: accounts and subscriptions go to an installation
 * that is removed already and still knows where they are from, and the usual leave is taken of that one. The present one has nobody's account and
 * waits for its own sign-in.
 */
export async function leaveAddress(before: InstallationRow, by: string, needsSignIn: boolean): Promise<Left> {
  const its = sql`where community_id = ${before.community_id} and installation_id = ${before.id}`
  const former = await keepFormer(before, by)
  // Sign-ins under way would bring the new host a code of the old one.
  await run(sql`delete from oauth_states ${its}`)
  await run(sql`delete from link_previews ${its}`)
  await run(sql`delete from catch_ups ${its}`)
  const accounts = await run(sql`update linked_accounts set installation_id = ${former} ${its}`)
  // What is signed with their secrets from now on is not heard any more.
  const webhooks = await run(sql`update subscriptions set installation_id = ${former}, sealed = null ${its}`)
  await setConnection(before.community_id, before.id, needsSignIn ? 'pending' : 'none', null)
  await enqueue({
    communityId: before.community_id,
    kind: 'close-installation',
    payload: { installationId: former, remove: true },
  })
  return { accounts, webhooks }
}

/** The installation as it was, with its bot, and without any right. */
async function keepFormer(before: InstallationRow, by: string): Promise<string> {
  const id = await nextId()
  const credentials = sealCredentials(id, openCredentials(before))
  await one(sql`
    with former as (
      insert into installations (community_id, id, integration_id, bot_id, state, reason, settings, credentials, inbound_key, enabled_by, enabled_at)
      values (${before.community_id}, ${id}, ${before.integration_id}, ${before.bot_id}, 'removed', 'administrator',
        ${JSON.stringify(before.settings)}::jsonb, ${credentials}, ${newToken()}, ${before.enabled_by}, ${before.enabled_at})
      returning community_id, id
    )
    insert into grants (community_id, installation_id, permissions, everyone, granted_by)
    select community_id, id, '{}', false, ${by} from former returning id`)
  return id
}
