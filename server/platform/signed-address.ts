/** Addresses that let whoever holds them in, for a while: what they name and until when stands signed in them. */
import { now } from './clock.ts'
import { isSigned, sign } from './secrets.ts'

const purpose = 'address'

/** Query of a signed address of `what`. */
export function signAddress(what: string, seconds: number): string {
  const until = String(Math.floor(now() / 1_000) + seconds)
  return new URLSearchParams({ until, signature: sign(`${what}|${until}`, purpose) }).toString()
}

/** Is it ours, of this very thing, and not over? */
export const isSignedAddress = (what: string, { until, signature }: { until: string; signature: string }): boolean =>
  /^\d{1,12}$/.test(until) && Number(until) > now() / 1_000 && isSigned(`${what}|${until}`, signature, purpose)
