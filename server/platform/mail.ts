import { createTransport, type Transporter } from 'nodemailer'
import type { Language } from '../../contract/api/basics.ts'
import { say, type Values } from './words.ts'

interface Post {
  readonly transport: Transporter
  readonly from: string
}

let post: Post | undefined

/** Sets where mail goes; without it nothing is sent, and the screens hand over links instead. */
export function configureMail(smtpUrl: string | undefined, from: string): void {
  post = smtpUrl ? { transport: createTransport(smtpUrl), from } : undefined
}

export const mailWorks = (): boolean => post !== undefined

export interface Mail {
  readonly to: string
  readonly language: Language
  /** Names the sentences `mail.<message>.subject` and `mail.<message>.text`. */
  readonly message: string
  readonly values: Values
}

/** Sends one mail, as plain text; throws where the mail server does not take it, and the job tries again. */
export async function sendMail(mail: Mail): Promise<void> {
  if (!post) return
  await post.transport.sendMail({
    from: post.from,
    to: mail.to,
    subject: say(mail.language, `mail.${mail.message}.subject`, mail.values),
    text: say(mail.language, `mail.${mail.message}.text`, mail.values),
  })
}
