/** How a program knows that a delivery is ours: Workplace's two headers, keyed with the app's secret, and Standard Webhooks beside them. */
import { createHmac, randomBytes } from 'node:crypto'

export interface Keys {
  readonly appSecret: string
  /** `whsec_` and base64. */
  readonly signingSecret: string
}

/** The same for every attempt at one delivery: who was told twice knows it by this. */
export const webhookId = (deliveryId: string): string => `msg_${deliveryId}`

/** Spelled as Workplace spelled them: some consumers look for exactly that. */
export function signedHeaders(id: string, at: Date, body: string, keys: Keys): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1_000))
  return {
    'Content-Type': 'application/json',
    'X-Hub-Signature': `sha1=${createHmac('sha1', keys.appSecret).update(body).digest('hex')}`,
    'X-Hub-Signature-256': `sha256=${createHmac('sha256', keys.appSecret).update(body).digest('hex')}`,
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': standardSignature(id, timestamp, body, keys.signingSecret),
  }
}

export function standardSignature(id: string, timestamp: string, body: string, secret: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`
}

export const newSigningSecret = (): string => `whsec_${randomBytes(24).toString('base64')}`
