import type { HookRequest, Reading } from '../../../connectors/connector.ts'
import type { Notice } from '../../../contract/notice.ts'
import { maybe, rows, run, sql } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import { openText, seal } from '../../platform/secrets.ts'
import type { Bot } from '../access/actor.ts'
import { reaches } from '../access/reaches.ts'
import { getListed, placeOf } from '../integrations/catalog.ts'
import { wholeSettings } from '../integrations/credentials.ts'
import { type InstallationRow, installationById } from '../integrations/installations.sql.ts'
import { createPost } from '../posts/create-post.ts'
import { requestContext } from './accept-event.ts'

type Outcome = 'posted' | 'ignored' | 'unrecognised' | 'refused' | 'parked' | 'cancelled'

interface Waiting {
  id: string
  community_id: string
  installation_id: string
  outcome: string
  request: Buffer
}

/**
 * Reads one accepted event and posts it, by the installation's bot, in every group that asked for it and is in scope now. Runs any number of times
 * with one effect: a post carries the event's and the group's ids as its key.
 */
export async function postNotice(communityId: string, inboundEventId: string): Promise<void> {
  const event = await maybe<Waiting>(sql`
    select id, community_id, installation_id, outcome, request from inbound_events where community_id = ${communityId} and id = ${inboundEventId}`)
  if (event?.outcome !== 'waiting') return
  const row = await installationById(communityId, event.installation_id)
  if (row?.state !== 'enabled') return settle(event, 'cancelled', null, null)
  const reading = read(row, event)
  if (reading.is === 'unrecognised') return settle(event, 'unrecognised', null, reading.reason)
  if (reading.is === 'ignored') return settle(event, 'ignored', reading.event, reading.reason)
  if (reading.is === 'changed') return settle(event, 'ignored', reading.event, 'changed')
  const groups = await groupsThatAsked(row, reading.notice)
  if (groups.length === 0) return settle(event, 'ignored', reading.notice.event, 'no_route')
  let posted = 0
  for (const group of groups) posted += (await postIn(row, event.id, reading.notice, group)) ? 1 : 0
  await (posted > 0
    ? settle(event, 'posted', reading.notice.event, null)
    : settle(event, 'refused', reading.notice.event, 'out_of_scope'))
}

/** What an event says. A connector's reading is total, but an event we cannot even open is kept and shown, not lost. */
function read(row: InstallationRow, event: Waiting): Reading {
  const listed = getListed(row.integration_id)
  const kept = JSON.parse(openText(event.request, requestContext(row.id))) as Omit<HookRequest, 'body'> & {
    body: string
  }
  const request: HookRequest = { ...kept, body: Buffer.from(kept.body, 'base64') }
  return (
    listed.connector.events?.read(request, placeOf(listed, wholeSettings(row))) ?? {
      is: 'unrecognised',
      reason: 'no_events',
    }
  )
}

interface AskingGroup {
  group_id: string
  audience: 'checked' | 'group'
}

/** Routes for this kind whose filter the notice passes, in groups that the grant of this moment reaches. */
const groupsThatAsked = (row: InstallationRow, notice: Notice): Promise<AskingGroup[]> =>
  rows<AskingGroup>(sql`
    select n.group_id, n.audience
    from notice_routes n
    join installations i on i.community_id = n.community_id and i.id = n.installation_id
    join grants r on r.community_id = i.community_id and r.installation_id = i.id
    join groups g on g.community_id = n.community_id and g.id = n.group_id and g.archived_at is null
    where n.community_id = ${row.community_id} and n.installation_id = ${row.id} and ${notice.event} = any(n.events)
      and ${reaches(sql`i`, sql`r`, sql`n.group_id`)}
      and not exists (
        select from jsonb_each(n.filter) as f(name, accepted)
        where jsonb_array_length(f.accepted) > 0 and not f.accepted ? coalesce(${JSON.stringify(notice.properties)}::jsonb ->> f.name, ''))
    order by n.group_id`)

export const noticeContext = (installationId: string): string => `notices:${installationId}`

async function postIn(
  row: InstallationRow,
  inboundEventId: string,
  notice: Notice,
  group: AskingGroup,
): Promise<boolean> {
  const bot: Bot = {
    kind: 'bot',
    communityId: row.community_id,
    memberId: row.bot_id,
    installationId: row.id,
    language: 'en',
  }
  try {
    await createPost(bot, {
      groupId: group.group_id,
      text: '',
      idempotencyKey: `notice:${inboundEventId}:${group.group_id}`,
      notice: {
        event: notice.event,
        audience: group.audience,
        inboundEventId,
        content: seal(JSON.stringify(notice), noticeContext(row.id)).toString('base64'),
      },
    })
    return true
  } catch (error) {
    // The scope or the group changed between the look and the post: access had the last word.
    if (error instanceof Refusal && error.code !== 'database_away') return false
    throw error
  }
}

async function settle(event: Waiting, outcome: Outcome, kind: string | null, reason: string | null): Promise<void> {
  await run(sql`
    update inbound_events set outcome = ${outcome}, event = ${kind}, reason = ${reason}, settled_at = now()
    where community_id = ${event.community_id} and id = ${event.id} and outcome = 'waiting'`)
}

/** A job that failed too often: the event is parked with its reason, and can be replayed. */
export async function parkEvent(communityId: string, inboundEventId: string, problem: string): Promise<void> {
  await run(sql`
    update inbound_events set outcome = 'parked', reason = ${problem.slice(0, 300)}, settled_at = now()
    where community_id = ${communityId} and id = ${inboundEventId} and outcome = 'waiting'`)
}
