import { settleRequests as settle } from '../domain/requests/settle-requests.ts'
import type { RunJob } from '../platform/jobs.ts'

export const settleRequests: RunJob = job => settle(job.communityId, String(job.payload.installationId))
