import { failExport, exportPeople as make } from '../domain/exports/export-people.ts'
import { isLastAttempt, type RunJob } from '../platform/jobs.ts'

/** One that cannot be made says so, so that who polls may stop. */
export const exportPeople: RunJob = async job => {
  const id = String(job.payload.exportId)
  try {
    await make(job.communityId, id)
  } catch (error) {
    if (isLastAttempt(job)) await failExport(job.communityId, id)
    throw error
  }
}
