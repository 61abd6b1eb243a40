/**
 * Signature Version 4 of AWS, as every S3-compatible storage asks for it (docs.aws.amazon.com, Authenticating Requests: Using the Authorization Header, read
 * 2026-11-28): the request in one fixed form, hashed, and signed with a key of the day. Forty lines are less to trust than a library.
 */
import { createHash, createHmac } from 'node:crypto'

export interface S3Keys {
  readonly region: string
  readonly accessKey: string
  readonly secretKey: string
}

interface Signing {
  readonly method: string
  readonly url: URL
  readonly body: Uint8Array
  readonly at: Date
}

/** Headers with which the request is sent. Ours have no query. */
export function signS3({ region, accessKey, secretKey }: S3Keys, { method, url, body, at }: Signing) {
  const time = at.toISOString().replace(/[-:]|\.\d{3}/g, '')
  const day = time.slice(0, 8)
  const headers = { host: url.host, 'x-amz-content-sha256': sha256(body), 'x-amz-date': time }
  const names = Object.keys(headers).join(';')
  const said = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`)
  const canonical = [method, url.pathname, '', said.join(''), names, headers['x-amz-content-sha256']].join('\n')
  const scope = `${day}/${region}/s3/aws4_request`
  const toSign = ['AWS4-HMAC-SHA256', time, scope, sha256(canonical)].join('\n')
  const key = [day, region, 's3', 'aws4_request'].reduce<string | Buffer>(mac, `AWS4${secretKey}`)
  const signature = mac(key, toSign).toString('hex')
  return {
    ...headers,
    authorization: `AWS4-HMAC-SHA256 Credential=${accessKey}/${scope}, SignedHeaders=${names}, Signature=${signature}`,
  }
}

const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex')
const mac = (key: string | Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest()
