/** The one place where secrets are compared: in constant time, over the untouched bytes (threats.md A21). */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

/** How a service writes its signature of a body. */
export interface SignatureForm {
  readonly algorithm: 'sha256' | 'sha1'
  readonly encoding: 'hex' | 'base64' | 'base64url'
  readonly prefix?: string
}

/** Does `header` sign these bytes with one of the secrets? A missing or differently written header does not. */
export function isSigned(
  form: SignatureForm,
  header: string | undefined,
  bytes: Uint8Array | string,
  secrets: readonly string[],
): boolean {
  if (!header?.startsWith(form.prefix ?? '')) return false
  const given = header.slice(form.prefix?.length ?? 0)
  return secrets.some(secret => isSame(given, sign(form, bytes, secret)))
}

/** The signature without its prefix. */
export const sign = (form: SignatureForm, bytes: Uint8Array | string, secret: string): string =>
  createHmac(form.algorithm, secret).update(bytes).digest(form.encoding)

/** Are two secrets the same? The time tells only whether their lengths differ. */
export function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/** For bodies in which many prove themselves: is this one of the secrets? By their digests, which tell nobody how near a guess came, and no longer for many secrets. */
export function isAmong(secrets: readonly string[]): (given: string) => boolean {
  const known = new Set(secrets.map(digestOf))
  return given => given !== '' && known.has(digestOf(given))
}

const digestOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url')
