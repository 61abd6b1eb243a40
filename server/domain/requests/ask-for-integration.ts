/**
 * Requests: what members ask for, and what becomes of it. At most one request an integration waits at a time, and whoever wants the same adds their voice.
 * This room decides nothing about scope: it enables through the verbs of `integrations`, and hears by a job that something was enabled.
 */
import type { Asking } from '../../../contract/api/requests.ts'
import { transaction } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Person } from '../access/actor.ts'
import { demandInside } from '../access/may.ts'
import { getListed } from '../integrations/catalog.ts'
import { installationOf } from '../integrations/installations.sql.ts'
import { readableSubject } from '../posts/readable-subject.ts'
import { applyRules } from './apply-rules.ts'
import { getAsking } from './get-asking.ts'
import { policyOf } from './policies.sql.ts'
import { reachedOf } from './reached.sql.ts'
import { lockOrMakeWaiting, touchRequest } from './requests.sql.ts'
import { putSupporter, waitingSupporters } from './supporters.sql.ts'
import { announceRequest, tellDeciders } from './tell.ts'

interface Asked {
  readonly integrationId: string
  readonly reason?: string
  readonly groupIds?: readonly string[]
  readonly subjectId?: string
}

/** Asks, or adds a voice, or adds to what one has asked; the rules have the first word, people the next. */
export async function askForIntegration(actor: Person, asked: Asked): Promise<Asking> {
  const { integrationId } = asked
  const listed = getListed(integrationId)
  const policy = await policyOf(actor.communityId)
  if (policy.ownText !== null) throw new Refusal('asked_elsewhere')
  const subject = asked.subjectId ? await readableSubject(actor, asked.subjectId) : undefined
  const groupIds = [...new Set([...(asked.groupIds ?? []), ...(subject ? [subject.group_id] : [])])]
  for (const id of groupIds) await demandInside(actor, 'group.read', id)
  if (await hasItAll(actor, integrationId, groupIds)) throw new Refusal('already_enabled')
  const reason = asked.reason?.trim()
  await transaction(async () => {
    const request = await lockOrMakeWaiting(actor.communityId, integrationId)
    const before = await waitingSupporters(actor.communityId, request.id)
    await putSupporter(actor.communityId, request.id, actor.memberId, { reason, groupIds, postId: subject?.post_id })
    const isNew = !before.some(one => one.member_id === actor.memberId)
    const othersWait = before.some(one => one.member_id !== actor.memberId)
    if (await applyRules(actor, request, listed, policy, groupIds, { othersWait })) return
    if (isNew) {
      await touchRequest(actor.communityId, request.id)
      await tellDeciders(actor, request, before.length)
    }
    await announceRequest(actor.communityId, request, [...before.map(one => one.member_id), actor.memberId])
  })
  return getAsking(actor, integrationId)
}

/** Is it there already, everywhere it is asked for? */
async function hasItAll(actor: Person, integrationId: string, groupIds: readonly string[]): Promise<boolean> {
  const row = await installationOf(actor.communityId, integrationId)
  if (row?.state !== 'enabled' || row.connection === 'pending') return false
  if (groupIds.length === 0) return true
  return (await reachedOf(actor.communityId, row.id, groupIds)).size === groupIds.length
}
