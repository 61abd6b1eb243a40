import { goOnRedelivering } from '../domain/webhooks/redeliver-many.ts'
import type { RunJob } from '../platform/jobs.ts'

export const redeliverMany: RunJob = job => goOnRedelivering(job.communityId, String(job.payload.redeliveryId))
