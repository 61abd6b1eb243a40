import { hash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto'

/** An unguessable token: 32 bytes, 43 characters, fit for an address. */
export const newToken = (): string => randomBytes(32).toString('base64url')

/** What is stored of a token; enough to recognise it, useless to whoever reads the database. */
export const hashToken = (token: string): Buffer => hash('sha256', token, 'buffer')

/** The same as text, for what is asked in JSON. */
export const hashTokenHex = (token: string): string => hash('sha256', token, 'hex')

/** Are they the same? In a time that says nothing of how far they are (threats.md A21). */
export function isSame(known: string, given: string): boolean {
  const [a, b] = [Buffer.from(known), Buffer.from(given)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/** A short name for one request, to find it again in the log. Node draws many of these at once; bytes are a call of the system each time. */
export const newTraceId = (): string => randomUUID().slice(-12)
