import { hashToken } from '../../platform/ids.ts'
import { openText, seal } from '../../platform/secrets.ts'

const context = 'known_browser'

/** What a browser keeps after it signed in, so that it is known the next time. It opens nothing: it only has a count of wrong passwords of its own. */
export const knowBrowser = (email: string): string => seal(email.toLowerCase(), context).toString('base64url')

/** Did this browser sign in to that account before? */
export function isKnownBrowser(known: string, email: string): boolean {
  try {
    return openText(Buffer.from(known, 'base64url'), context) === email.toLowerCase()
  } catch {
    return false
  }
}

/** What its count goes by. Only what was opened has a name: whoever writes the same bytes otherwise does not get a second count. */
export const nameOfBrowser = (known: string): string =>
  hashToken(Buffer.from(known, 'base64url').toString('base64url')).toString('base64url')
