import { createHmac, timingSafeEqual } from 'node:crypto'
import { openCredentials } from '../integrations/credentials.ts'
import type { InstallationRow } from '../integrations/installations.sql.ts'

/** Checks what a service signed with the secret that it shares with our client; the secret itself stays here. */
export function signedByClient(row: InstallationRow): (message: string, signature: string) => boolean {
  const { clientSecret } = openCredentials(row)
  return (message, signature) => {
    if (!clientSecret) return false
    const right = createHmac('sha256', clientSecret).update(message).digest()
    const given = Buffer.from(signature, 'base64')
    return given.length === right.length && timingSafeEqual(given, right)
  }
}
