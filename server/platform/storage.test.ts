/** Both places for bytes keep the same promises; the bucket is a small one of ours, which checks every signature by the documented steps. */
import { createHash, createHmac } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { signS3 } from './sign-s3.ts'
import { diskStorage } from './storage-disk.ts'
import type { Storage } from './storage-key.ts'
import { type Bucket, bucketStorage } from './storage-s3.ts'

const keys = { region: 'eu-west-3', accessKey: 'AKID', secretKey: 'a-secret/key' }
const kept = new Map<string, Buffer>()
let server: Server
let folder = ''
let bucket: Bucket

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'passerelle-storage-'))
  server = createServer(async (request, response) => {
    const body = await gathered(request as AsyncIterable<Buffer>)
    if (!isSignedBy(request, body)) return response.writeHead(403).end('SignatureDoesNotMatch a-secret/key')
    const path = request.url ?? ''
    const found = kept.get(path)
    if (request.method === 'PUT') kept.set(path, body)
    else if (request.method === 'DELETE') kept.delete(path)
    else if (!found) return response.writeHead(404).end()
    else {
      const [, from, to] = /bytes=(\d+)-(\d+)/.exec(request.headers.range ?? '') ?? []
      return response.writeHead(206).end(found.subarray(Number(from), Number(to) + 1))
    }
    return response.writeHead(200).end()
  }).listen(0, '127.0.0.1')
  await new Promise(resolve => server.once('listening', resolve))
  bucket = { ...keys, endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, bucket: 'cobalt' }
})
afterAll(async () => {
  server.close()
  await rm(folder, { recursive: true })
})

/** As docs.aws.amazon.com says it, written a second time. */
function isSignedBy({ method, url, headers }: IncomingMessage, body: Buffer): boolean {
  const hash = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex')
  const mac = (key: string | Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest()
  const [, day, signed, given] =
    /^AWS4-HMAC-SHA256 Credential=AKID\/(\d{8})\/eu-west-3\/s3\/aws4_request, SignedHeaders=([\w;-]+), Signature=([0-9a-f]{64})$/.exec(
      headers.authorization ?? '',
    ) ?? []
  if (!day || !signed || headers['x-amz-content-sha256'] !== hash(body)) return false
  const lines = signed.split(';').map(name => `${name}:${headers[name]}\n`)
  const canonical = `${method}\n${url}\n\n${lines.join('')}\n${signed}\n${hash(body)}`
  const toSign = `AWS4-HMAC-SHA256\n${headers['x-amz-date']}\n${day}/eu-west-3/s3/aws4_request\n${hash(canonical)}`
  const key = mac(mac(mac(mac('AWS4a-secret/key', day), 'eu-west-3'), 's3'), 'aws4_request')
  return mac(key, toSign).toString('hex') === given
}

async function gathered(from: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  for await (const piece of from) pieces.push(piece)
  return Buffer.concat(pieces)
}

const whole = async (from: AsyncIterable<Uint8Array>): Promise<string> => (await gathered(from)).toString()

describe.each<[string, () => Storage]>([
  ['disk', () => diskStorage(folder)],
  ['bucket', () => bucketStorage(bucket)],
])('%s', (_, open) => {
  test('gives back what was put, in parts too, until it is removed', async () => {
    const storage = open()
    await storage.put('1/22/part-0-9', Buffer.from('first'))
    await storage.put('1/22/part-0-9', Buffer.from('the frame'))
    expect(await whole(storage.read('1/22/part-0-9', 0, 8))).toBe('the frame')
    expect(await whole(storage.read('1/22/part-0-9', 4, 6))).toBe('fra')
    await storage.remove('1/22/part-0-9')
    await storage.remove('1/22/part-0-9')
    await expect(whole(storage.read('1/22/part-0-9', 0, 8))).rejects.toThrow()
  })

  test('a key never leads elsewhere', async () => {
    for (const key of ['../x', '/etc/passwd', 'a//b', 'a/../b', '', 'a b', 'a/.'])
      await expect((async () => open().put(key, Buffer.from('x')))()).rejects.toThrow(/no key/)
  })
})

test('on the disk nothing half-written is left', async () => {
  await diskStorage(folder).put('9/9/full', Buffer.alloc(100_000))
  expect(await readdir(join(folder, '9/9'))).toEqual(['full'])
})

test('a wrong key is an error that does not say what the storage said', async () => {
  const wrong = bucketStorage({ ...bucket, secretKey: 'other' })
  const error = await wrong.put('1/1/full', Buffer.from('x')).catch((problem: Error) => problem)
  expect(String(error)).toBe('Error: the storage answered 403 to PUT')
  expect(kept.size).toBe(0)
})

test('the signature is that of AWS’s own example', () => {
  const { authorization } = signS3(
    { region: 'us-east-1', accessKey: 'AKIAIOSFODNN7EXAMPLE', secretKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' },
    {
      method: 'GET',
      url: new URL('https://examplebucket.s3.amazonaws.com/test.txt'),
      body: Buffer.alloc(0),
      at: new Date('2013-05-24T00:00:00Z'),
    },
  )
  expect(authorization).toMatch(
    /^AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE\/20130524\/us-east-1\/s3\/aws4_request, SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=[0-9a-f]{64}$/,
  )
})
