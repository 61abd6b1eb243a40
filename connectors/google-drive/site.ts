import { type Answer, type Call, type Client, ServiceRefused, ServiceUnreachable } from '../connector.ts'
import { at, text } from '../reading.ts'

/** Nothing to choose: there is one Google Drive. */
export type DriveSettings = Readonly<Record<never, never>>
export type DriveClient = Client<DriveSettings>

/** Shared drives are drives too, everywhere. */
export const everywhere = { supportsAllDrives: 'true' } as const

/** Reasons of a 403 that mean: too much for now. */
const passing = /^(?:rateLimitExceeded|userRateLimitExceeded|dailyLimitExceeded|sharingRateLimitExceeded|backendError)$/

export async function callDrive(client: DriveClient, path: string, call: Partial<Call> = {}): Promise<Answer> {
  const answer = await client.call({ address: 'api', path: `/drive/v3${path}`, ...call })
  if (answer.status === 403 && passing.test(reasonOf(answer))) throw new ServiceUnreachable('rate limit', 30)
  return answer
}

const reasonOf = ({ json }: Answer): string => text(at(json, 'error', 'errors', 0).reason)

/** The service's own words where it says no. */
export function demandDone(answer: Answer): void {
  if (answer.status >= 400) throw new ServiceRefused(text(at(answer.json, 'error').message) || `HTTP ${answer.status}`)
}
