import { nowDate } from '../../platform/clock.ts'
import { run, sql } from '../../platform/db.ts'
import { enqueue } from '../../platform/jobs.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Person } from '../access/actor.ts'
import { record } from '../audit/record.ts'
import { touchCustom } from '../integrations/custom.sql.ts'
import { switchOff } from '../integrations/disable-integration.ts'
import { forgetDisuse } from '../integrations/disuse.sql.ts'
import { announceInstallation, audited } from '../integrations/enable-integration.ts'
import { dropPassedEnd, type End, setEnd } from '../integrations/ends.sql.ts'
import {
  lockInstallation,
  replaceGrant,
  setBotActive,
  setConnection,
  setState,
} from '../integrations/installations.sql.ts'
import type { Listing } from '../integrations/listings.ts'
import { signOfEnds } from '../integrations/revision.ts'
import { tellPutBack } from '../integrations/tell-put-back.ts'
import { asNext, type Next } from './next-standing.ts'
import { type StandingRow, standingsOf } from './standing.sql.ts'

/** Puts one integration as it shall stand, by what each part of a standing has always been changed with; holds from the next read on. */
export async function putStanding(
  actor: Person,
  changeId: string,
  row: StandingRow,
  listing: Listing,
  next: Next,
): Promise<void> {
  const { communityId } = actor
  await putGrant(actor, row, listing, next)
  await putEnds(actor, row, next)
  if (next.state !== row.state) await (next.state === 'disabled' ? putOff(actor, row) : putOn(actor, row, listing))
  if (listing.origin === 'custom') await touchCustom(communityId, row.integration_id, actor.memberId)
  await announceInstallation(actor, row.id)
  const after = (await standingsOf(communityId, [row.integration_id])).get(row.integration_id)
  const kept = await run(sql`
    insert into grant_change_parts (community_id, change_id, installation_id, before, revision)
    values (${communityId}, ${changeId}, ${row.id}, ${JSON.stringify(asNext(row))}::jsonb, ${after?.revision ?? ''}) on conflict do nothing`)
  // A change goes on with other integrations: one has one standing before it, to which it is taken back.
  if (kept === 0) throw new Refusal('bad_input', { field: 'changeId', problem: 'not_offered' })
}

async function putGrant(actor: Person, row: StandingRow, listing: Listing, next: Next): Promise<void> {
  const before = { permissions: row.permissions, everyone: row.everyone, groupIds: row.group_ids }
  const after = { permissions: next.permissions, everyone: next.everyone, groupIds: next.groupIds }
  if (JSON.stringify(before) === JSON.stringify(after)) return
  if (!next.everyone) await tellPutBack(actor, row.id, listing.name('en'), next.groupIds)
  await replaceGrant({
    communityId: actor.communityId,
    installationId: row.id,
    ...after,
    grantedBy: actor.memberId,
  })
  await forgetDisuse(actor.communityId, row.id, next.permissions)
  await record({ ...audited(actor, 'integration.grant_changed', row.id), before, after })
}

async function putEnds(actor: Person, row: StandingRow, next: Next): Promise<void> {
  const sign = (one: End): string => signOfEnds([one])
  const [before, after] = [row.ends.map(sign), next.ends.map(sign)]
  const gone = row.ends.filter(one => !after.includes(sign(one)))
  const come = next.ends.filter(one => !before.includes(sign(one)))
  if (gone.length + come.length === 0) return
  const of = { communityId: actor.communityId, installationId: row.id, setBy: actor.memberId }
  await setEnd(of, gone, null)
  for (const one of come) await setEnd(of, [one], new Date(one.at))
  await record({
    ...audited(actor, 'integration.end_changed', row.id),
    before: { ends: row.ends },
    after: { ends: next.ends },
  })
}

async function putOff(actor: Person, row: StandingRow): Promise<void> {
  const installation = await lockInstallation(actor.communityId, row.id)
  if (!installation) throw new Error(`the installation ${row.id} is gone though it is locked`)
  const receipt = await switchOff(actor, installation, 'disabled')
  await record({
    ...audited(actor, 'integration.disabled', row.id),
    after: { jobsCancelled: receipt.jobsCancelled, groups: receipt.groups, accounts: receipt.linkedAccounts },
  })
}

/** Its own sign-in was taken away when it was switched off: it is pending until there is a new one. */
async function putOn(actor: Person, row: StandingRow, { needsSignIn }: Listing): Promise<void> {
  const { communityId } = actor
  await setState(communityId, row.id, 'enabled', null)
  await dropPassedEnd({ communityId, installationId: row.id }, nowDate())
  await setConnection(communityId, row.id, needsSignIn ? 'pending' : 'none', null)
  await setBotActive(communityId, row.bot_id, true)
  await record(audited(actor, 'integration.restored', row.id))
  if (!needsSignIn) await enqueue({ communityId, kind: 'subscribe-connector', payload: {}, installationId: row.id })
}
