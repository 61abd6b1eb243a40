/**
 * The doors opened by the queue or the clock: one entry per kind of job, each about ten lines that call one verb. Verbs bear
 * repetition, because a job may run twice.
 */
import type { Jobs } from '../platform/jobs.ts'
import { exportPeople } from './exports.ts'
import {
  catchUp,
  closeInstallation,
  followBegun,
  followThing,
  postNotice,
  revokeGrant,
  subscribeConnector,
  unfollowThing,
} from './integrations.ts'
import { measureLogExport } from './log-exports.ts'
import { mailReset, sendMail } from './mail.ts'
import { settleRequests } from './requests.ts'
import { tellAboutComment, tellAboutPost, tellAboutReaction } from './tell.ts'
import { redeliverMany } from './webhooks.ts'

export const jobs: Jobs = {
  'send-mail': sendMail,
  'mail-reset': mailReset,
  'tell-about-post': tellAboutPost,
  'tell-about-comment': tellAboutComment,
  'tell-about-reaction': tellAboutReaction,
  'subscribe-connector': subscribeConnector,
  'post-notice': postNotice,
  'close-installation': closeInstallation,
  'catch-up': catchUp,
  'revoke-grant': revokeGrant,
  'follow-begun': followBegun,
  'follow-thing': followThing,
  'unfollow-thing': unfollowThing,
  'export-people': exportPeople,
  'measure-log-export': measureLogExport,
  'redeliver-many': redeliverMany,
  'settle-requests': settleRequests,
}
