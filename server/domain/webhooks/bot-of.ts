import { one, sql } from '../../platform/db.ts'

/** The seat of an installation's bot. */
export const botOf = async (communityId: string, installationId: string): Promise<string> =>
  (
    await one<{ bot_id: string }>(
      sql`select bot_id from installations where community_id = ${communityId} and id = ${installationId}`,
    )
  ).bot_id
