import { createHash, createPrivateKey, generateKeyPairSync, sign } from 'node:crypto'
import { now } from '../../platform/clock.ts'
import { maybe, one, rows, run, sql, transaction } from '../../platform/db.ts'
import { openText, seal } from '../../platform/secrets.ts'

const contextOf = (id: string): string => `signing_keys:${id}`
/** As Workplace wrote it (workplace-graph-api.md 6): programs compare it. */
const issuer = 'https://workplace.com'
const lasts = 3_600

export interface Claims {
  readonly appId: string
  readonly memberId: string
  readonly email: string | undefined
  readonly nonce: string | null
}

/** Who somebody is, signed: RS256, for programs that check it themselves. */
export async function idToken({ appId, memberId, email, nonce }: Claims): Promise<string> {
  const { id, key } = await signingKey()
  const at = Math.floor(now() / 1_000)
  const said = [
    { alg: 'RS256', typ: 'JWT', kid: id },
    {
      iss: issuer,
      aud: appId,
      sub: memberId,
      iat: at,
      exp: at + lasts,
      ...(email && { email }),
      ...(nonce && { nonce }),
    },
  ]
  const text = said.map(part => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
  return `${text}.${sign('RSA-SHA256', Buffer.from(text), createPrivateKey(key)).toString('base64url')}`
}

/** Public halves by their id, as PEM: what `/.well-known/openid/` answers. */
export async function publicKeys(): Promise<Record<string, string>> {
  const found = await rows<{ id: string; public_key: string }>(
    sql`select id, public_key from signing_keys order by made_at`,
  )
  return Object.fromEntries(found.map(row => [row.id, row.public_key]))
}

/** Made when it is first needed, by one process for all. */
async function signingKey(): Promise<{ id: string; key: string }> {
  const found = await newest()
  if (found) return found
  return transaction(async () => {
    await one(sql`select pg_advisory_xact_lock(hashtextextended('signing_keys', 0))`)
    return (await newest()) ?? (await makeKey())
  })
}

async function newest(): Promise<{ id: string; key: string } | undefined> {
  const row = await maybe<{ id: string; private_key: Buffer }>(
    sql`select id, private_key from signing_keys order by made_at desc limit 1`,
  )
  return row && { id: row.id, key: openText(row.private_key, contextOf(row.id)) }
}

async function makeKey(): Promise<{ id: string; key: string }> {
  const pair = generateKeyPairSync('rsa', {
    modulusLength: 2_048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  const id = createHash('sha256').update(pair.publicKey).digest('hex').slice(0, 16)
  await run(sql`
    insert into signing_keys (id, private_key, public_key) values (${id}, ${seal(pair.privateKey, contextOf(id))}, ${pair.publicKey})`)
  return { id, key: pair.privateKey }
}
