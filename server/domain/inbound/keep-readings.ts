import type { Reading } from '../../../connectors/connector.ts'
import { maybe, sql } from '../../platform/db.ts'
import { harmless } from '../../platform/harmless.ts'
import { enqueue } from '../../platform/jobs.ts'
import { seal } from '../../platform/secrets.ts'
import type { InstallationRow } from '../integrations/installations.sql.ts'
import { requestContext } from './accept-event.ts'

/** As if the service had sent each by itself: recorded, then posted by a job; the same one again has no effect. */
export async function keepReadings(
  row: InstallationRow,
  readings: readonly { readonly key: string; readonly reading: Reading }[],
): Promise<void> {
  for (const { key, reading } of readings) {
    const text = JSON.stringify({ reading })
    const kept = await maybe<{ id: string }>(sql`
      insert into inbound_events (community_id, installation_id, delivery_key, outcome, request)
      values (${row.community_id}, ${row.id}, ${`read:${harmless(key)}`.slice(0, 300)}, 'waiting',
        ${seal(text, requestContext(row.id))})
      on conflict (community_id, installation_id, delivery_key) do nothing
      returning id`)
    if (kept)
      await enqueue({
        communityId: row.community_id,
        kind: 'post-notice',
        payload: { inboundEventId: kept.id },
        installationId: row.id,
      })
  }
}
