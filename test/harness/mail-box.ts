import { createServer } from 'node:net'
import { configureMail } from '../../server/platform/mail.ts'

/** A mail server as small as one gets, and the server's own from now on: it takes what comes, for the test to read. */
export async function openMailBox() {
  const mails: string[] = []
  const listener = createServer(socket => {
    let said = ''
    let inMail = false
    let mail = ''
    const answer = (line: string): void => {
      socket.write(`${line}\r\n`)
    }
    const take = (line: string): void => {
      if (inMail && line !== '.') mail += `${line}\n`
      else if (inMail) {
        inMail = false
        mails.push(mail)
        answer('250 taken')
      } else if (/^DATA/i.test(line)) {
        inMail = true
        mail = ''
        answer('354 go on')
      } else if (/^QUIT/i.test(line)) socket.end('221 goodbye\r\n')
      else answer('250 yes')
    }
    socket.on('error', () => {})
    socket.on('data', data => {
      said += data
      const lines = said.split('\r\n')
      said = lines.pop() ?? ''
      lines.forEach(take)
    })
    answer('220 here')
  })
  await new Promise<void>(resolve => listener.listen(0, '127.0.0.1', resolve))
  const address = listener.address()
  configureMail(`smtp://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`, 'passerelle@cobalt.example')
  return {
    /** Without what carries them. */
    read: (): string[] => mails.map(mail => plain(mail)),
    close(): void {
      configureMail(undefined, '')
      listener.close()
    },
  }
}

const plain = (mail: string): string =>
  mail
    .replace(/=\n/g, '')
    .replace(/(?:=[0-9A-F]{2})+/g, bytes => Buffer.from(bytes.replaceAll('=', ''), 'hex').toString('utf8'))
