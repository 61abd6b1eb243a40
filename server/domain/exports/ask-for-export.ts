/** Exports of everybody's data, asked for by programs whose grant holds for all groups, and made by the queue. */
import { maybe, one, rows, sql, transaction } from '../../platform/db.ts'
import { enqueue } from '../../platform/jobs.ts'
import { Refusal } from '../../platform/refusal.ts'
import { open } from '../../platform/secrets.ts'
import { isSignedAddress, signAddress } from '../../platform/signed-address.ts'
import type { Bot } from '../access/actor.ts'
import { demandGranted } from '../access/granted.ts'
import { everywhere, holds } from '../access/reaches.ts'
import { record } from '../audit/record.ts'

export type ExportStatus = 'PENDING' | 'STARTED' | 'COMPLETED' | 'FAILED'

export async function askForExport(bot: Bot): Promise<{ id: string }> {
  await demandGranted(bot, ['export_people'], { whole: true })
  return transaction(async () => {
    const made = await one<{ id: string }>(sql`
      insert into exports (community_id, installation_id, asked_by) values (${bot.communityId}, ${bot.installationId}, ${bot.memberId}) returning id`)
    await enqueue({
      communityId: bot.communityId,
      kind: 'export-people',
      payload: { exportId: made.id },
      installationId: bot.installationId,
    })
    await record({
      communityId: bot.communityId,
      actorId: bot.memberId,
      action: 'people.exported',
      subject: 'export',
      subjectId: made.id,
    })
    return made
  })
}

export interface Export {
  id: string
  status: ExportStatus
}

/** Exports of this program, while its grant still lets it have them. */
export const exportsById = (bot: Bot, ids: readonly string[]): Promise<Export[]> =>
  rows<Export>(sql`
    select e.id, e.status from exports e
    join grants r on r.community_id = e.community_id and r.installation_id = e.installation_id and r.superseded_at is null
    where e.community_id = ${bot.communityId} and e.id = any(${ids}::bigint[]) and e.installation_id = ${bot.installationId} and ${mayHave}`)

const mayHave = sql`(${everywhere(sql`r`)} and ${holds(sql`r`, sql`'export_people'`)})`

/** How long an address of a result lets its holder in: programs fetch it at once, some without their token (workplace-graph-api.md 5.16). */
const addressSeconds = 3_600
const named = (communityId: string, id: string): string => `export|${communityId}|${id}`

/** The query of a result's address. */
export const exportAddress = (bot: Bot, id: string): string =>
  `/files/exports/${bot.communityId}/${id}?${signAddress(named(bot.communityId, id), addressSeconds)}`

interface ReadExport {
  readonly content: Buffer
  /** Whose export it is. */
  readonly installationId: string
  readonly appId: string
}

/** The bytes behind an address; one that is wrong, over, or whose program may not have them any more leads nowhere. */
export async function readExport(
  communityId: string,
  id: string,
  signed: { until: string; signature: string },
): Promise<ReadExport> {
  if (!isSignedAddress(named(communityId, id), signed)) throw new Refusal('not_found')
  const found = await maybe<ReadExport>(sql`
    select e.content, i.id as "installationId", i.integration_id as "appId" from exports e
    join installations i on i.community_id = e.community_id and i.id = e.installation_id and i.state = 'enabled'
    join grants r on r.community_id = e.community_id and r.installation_id = e.installation_id and r.superseded_at is null
    where e.community_id = ${communityId} and e.id = ${id} and e.status = 'COMPLETED' and e.content is not null and ${mayHave}`)
  if (!found) throw new Refusal('not_found')
  return { ...found, content: open(found.content, `exports ${id}`) }
}
