import { openSecret } from '../integrations/apps.ts'
import type { Keys } from './sign.ts'
import { openOf } from './subscriptions.sql.ts'
import type { Leased } from './take-deliveries.ts'

/** Opening costs more than signing, and the same few sign thousands: by their sealed form, so that one that was exchanged is another. */
const opened = new Map<string, string>()
const mostKept = 1_000

export const keysOf = (delivery: Leased): Keys => ({
  appSecret: once(`app:${delivery.app_id}`, delivery.app_secret, sealed => openSecret(delivery.app_id, sealed)),
  signingSecret: once(`subscription:${delivery.subscription_id}`, delivery.signing_secret, sealed =>
    openOf(delivery.subscription_id, sealed),
  ),
})

function once(whose: string, sealed: Buffer, open: (sealed: Buffer) => string): string {
  const key = `${whose}:${sealed.toString('base64')}`
  const known = opened.get(key)
  if (known !== undefined) return known
  const text = open(sealed)
  if (opened.size >= mostKept) opened.clear()
  opened.set(key, text)
  return text
}
