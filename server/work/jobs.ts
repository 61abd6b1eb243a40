/**
 * The doors opened by the queue or the clock: one entry per kind of job, each about ten lines that call one verb. Verbs bear
 * repetition, because a job may run twice.
 */
import type { Jobs } from '../platform/jobs.ts'
import { mailReset, sendMail } from './mail.ts'

export const jobs: Jobs = {
  'send-mail': sendMail,
  'mail-reset': mailReset,
}
