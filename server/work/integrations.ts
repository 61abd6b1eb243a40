import { catchUp as read } from '../domain/inbound/catch-up.ts'
import { closeInstallation as close } from '../domain/inbound/close-installation.ts'
import { followBegun as begun, tellFollowed, tellUnfollowed } from '../domain/inbound/follow.ts'
import { parkEvent, postNotice as post } from '../domain/inbound/post-notice.ts'
import { subscribe } from '../domain/inbound/subscribe.ts'
import { revokeGrant as revoke } from '../domain/linking/revoke-grant.ts'
import { isLastAttempt, type RunJob } from '../platform/jobs.ts'

/** An event that cannot be posted is parked, where the administrator sees it and can replay it. */
export const postNotice: RunJob = async job => {
  const id = String(job.payload.inboundEventId)
  try {
    await post(job.communityId, id)
  } catch (error) {
    if (isLastAttempt(job)) await parkEvent(job.communityId, id)
    throw error
  }
}

export const subscribeConnector: RunJob = job => subscribe(job.communityId, job.installationId ?? '0')

export const closeInstallation: RunJob = job =>
  close(job.communityId, String(job.payload.installationId), {
    remove: job.payload.remove === true,
    forGood: job.payload.forGood === true,
    receiptId: typeof job.payload.receiptId === 'string' ? job.payload.receiptId : undefined,
    last: isLastAttempt(job),
  })

export const catchUp: RunJob = job => read(job.communityId, job.installationId ?? '0')

export const followThing: RunJob = job => tellFollowed(job.communityId, String(job.payload.followId))

export const followBegun: RunJob = job =>
  begun(job.communityId, job.installationId ?? '0', {
    groupId: String(job.payload.groupId),
    url: String(job.payload.url),
    memberId: String(job.payload.memberId),
  })

export const unfollowThing: RunJob = job =>
  tellUnfollowed(job.communityId, job.installationId ?? '0', String(job.payload.item))

export const revokeGrant: RunJob = job =>
  revoke(
    job.communityId,
    {
      installationId: String(job.payload.installationId),
      sealed: String(job.payload.sealed),
      turn: Number(job.payload.turn),
      line: job.payload.line as { receiptId: string; accountId: string } | undefined,
    },
    isLastAttempt(job),
  )
