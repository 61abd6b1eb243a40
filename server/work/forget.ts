import { forgetOldCalls } from '../domain/activity/keep-log.ts'
import { forgetOldUsage } from '../domain/api-log/usage.ts'
import { forgetOldEvents } from '../domain/events/forget-old.ts'
import { forgetOldExports } from '../domain/exports/export-people.ts'
import { forgetOldLogExports } from '../domain/exports/log-exports.sql.ts'
import { forgetFiles } from '../domain/files/forget-files.ts'
import { forgetEnded } from '../domain/identity/forget-ended.ts'
import { forgetOldInbound } from '../domain/inbound/forget-old.ts'
import { forgetOldRefusals } from '../domain/inbound/refused-requests.ts'
import { forgetDeletedIntegrations } from '../domain/integrations/forget-deleted.ts'
import { dropEndedStates } from '../domain/linking/accounts.sql.ts'
import { forgetOldLogIns } from '../domain/log-ins/kept-log-ins.ts'
import { forgetOldActions } from '../domain/previews/act-once.ts'
import { forgetExpired } from '../domain/previews/kept-previews.ts'
import { forgetOldDeliveries } from '../domain/webhooks/forget-old.ts'
import { forgetEndedJobs } from '../platform/jobs.ts'

/** Each room forgets what it keeps no longer; when and why is said there. */
export async function forgetOld(): Promise<void> {
  await forgetEnded()
  await dropEndedStates()
  await forgetExpired()
  await forgetOldActions()
  await forgetOldLogIns()
  await forgetOldInbound()
  await forgetOldRefusals()
  await forgetDeletedIntegrations()
  await forgetOldEvents()
  await forgetOldExports()
  await forgetOldLogExports()
  await forgetOldCalls()
  await forgetOldDeliveries()
  await forgetOldUsage()
  await forgetFiles()
  await forgetEndedJobs()
}
