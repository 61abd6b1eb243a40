import { mailReset as mailResetVerb } from '../domain/identity/ask-for-reset.ts'
import { oneTimePage } from '../platform/addresses.ts'
import type { RunJob } from '../platform/jobs.ts'
import { type Mail, sendMail as sendOne } from '../platform/mail.ts'
import { languageOf } from '../platform/words.ts'

/** One mail that a verb asked for. */
export const sendMail: RunJob = job => sendOne(job.payload as unknown as Mail)

/** The mail of a forgotten password; its link is made only now, so that asking costs the same for every address. */
export const mailReset: RunJob = job =>
  mailResetVerb(String(job.payload.email), ({ to, name, language, token }) =>
    sendOne({ to, language: languageOf(language), message: 'reset', values: { name, link: oneTimePage(token) } }),
  )
