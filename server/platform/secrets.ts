/**
 * Sealing what must not be readable in the database: AES-256-GCM under a data key of its own, itself wrapped by the master key,
 * whose id stands in front so that keys can be exchanged. `context` (table and id) is authenticated: a sealed value moved to
 * another row does not open.
 */
import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { isSame } from './ids.ts'

export interface MasterKey {
  /** First 4 bytes of the key's SHA-256, as hex. */
  readonly id: string
  readonly bytes: Buffer
}

const version = 1
const nonceLength = 12
const tagLength = 16
const keyLength = 32
let masters: readonly MasterKey[] = []

export function masterKeyFrom(bytes: Buffer): MasterKey {
  if (bytes.length !== keyLength) throw new Error(`a master key has ${keyLength} bytes, not ${bytes.length}`)
  return { id: createHash('sha256').update(bytes).digest('hex').slice(0, 8), bytes }
}

/** The first key seals; all of them open. */
export function setMasterKeys(keys: readonly MasterKey[]): void {
  masters = keys
}

/** Layout: version (1) · master key id (4) · wrapped data key (12 + 32 + 16) · sealed text (12 + n + 16). */
export function seal(plain: string | Uint8Array, context: string): Buffer {
  const master = masters[0]
  if (!master) throw new Error('no master key is set')
  const dataKey = randomBytes(keyLength)
  return Buffer.concat([
    Buffer.of(version),
    Buffer.from(master.id, 'hex'),
    encrypt(master.bytes, dataKey, context),
    encrypt(dataKey, typeof plain === 'string' ? Buffer.from(plain) : plain, context),
  ])
}

/** Opens what `seal` made for the same context; a fault when the key is missing or a byte differs. */
export function open(sealed: Buffer, context: string): Buffer {
  const master = masters.find(key => key.id === sealed.subarray(1, 5).toString('hex'))
  if (sealed[0] !== version || !master)
    throw new Error('a sealed value was made with a key that this server does not have')
  const wrappedEnd = 5 + nonceLength + keyLength + tagLength
  const dataKey = decrypt(master.bytes, sealed.subarray(5, wrappedEnd), context)
  return decrypt(dataKey, sealed.subarray(wrappedEnd), context)
}

export const openText = (sealed: Buffer, context: string): string => open(sealed, context).toString('utf8')

/** Proves that we said this, for this purpose; with a key that seals nothing. */
export function sign(text: string, purpose: string): string {
  const master = masters[0]
  if (!master) throw new Error('no master key is set')
  return signedWith(master, text, purpose)
}

export const isSigned = (text: string, signature: string, purpose: string): boolean =>
  masters.some(master => isSame(signedWith(master, text, purpose), signature))

const signedWith = (master: MasterKey, text: string, purpose: string): string =>
  createHmac('sha256', signingKey(master, purpose)).update(text).digest('base64url')

/** Made once for each purpose: what is signed one by one, such as the audit, should not pay for it each time. */
const signingKeys = new WeakMap<MasterKey, Map<string, Buffer>>()
function signingKey(master: MasterKey, purpose: string): Buffer {
  const known = signingKeys.get(master) ?? new Map<string, Buffer>()
  const key = known.get(purpose) ?? Buffer.from(hkdfSync('sha256', master.bytes, '', `sign:${purpose}`, keyLength))
  signingKeys.set(master, known.set(purpose, key))
  return key
}

function encrypt(key: Buffer, plain: Uint8Array, context: string): Buffer {
  const nonce = randomBytes(nonceLength)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context))
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

function decrypt(key: Buffer, sealed: Buffer, context: string): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceLength))
    .setAAD(Buffer.from(context))
    .setAuthTag(sealed.subarray(-tagLength))
  return Buffer.concat([decipher.update(sealed.subarray(nonceLength, -tagLength)), decipher.final()])
}
