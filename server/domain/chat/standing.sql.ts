import { sql } from '../../platform/db.ts'

/**
 * Does the message `x` stand? What a program wrote goes with it when it is deleted and comes back with it: no message is marked, its installation is asked.
 */
export const isStanding = sql`not exists (select from installations xi
  where xi.community_id = x.community_id and xi.id = x.installation_id and xi.state = 'removed')`
