import { forgetOldEvents } from '../domain/events/forget-old.ts'
import { forgetFiles } from '../domain/files/forget-files.ts'
import { forgetEnded } from '../domain/identity/forget-ended.ts'
import { forgetOldInbound } from '../domain/inbound/forget-old.ts'
import { dropEndedStates } from '../domain/linking/accounts.sql.ts'
import { forgetExpired } from '../domain/previews/kept-previews.ts'
import { forgetEndedJobs } from '../platform/jobs.ts'

/** Each room forgets what it keeps no longer; when and why is said there. */
export async function forgetOld(): Promise<void> {
  await forgetEnded()
  await dropEndedStates()
  await forgetExpired()
  await forgetOldInbound()
  await forgetOldEvents()
  await forgetFiles()
  await forgetEndedJobs()
}
