/** What is uploaded: taken in parts that can be resumed, looked at by its bytes, and opened by nobody who may not read what it hangs on. */
import { readdir } from 'node:fs/promises'
import { pino } from 'pino'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import {
  beginUpload,
  describeFile,
  discardFile,
  finishUpload,
  getUpload,
  listGroupFiles,
} from '../../contract/api/files.ts'
import { createComment, createPost, deletePost, getPost, listComments, restorePost } from '../../contract/api/posts.ts'
import { forgetFiles } from '../../server/domain/files/forget-files.ts'
import { claimUpload, leases } from '../../server/domain/files/uploads.sql.ts'
import { run, sql } from '../../server/platform/db.ts'
import { storage } from '../../server/platform/storage.ts'
import { useDatabase } from '../harness/database.ts'
import { photograph, useUploads } from '../harness/files.ts'
import { useServer } from '../harness/server.ts'

const database = useDatabase()
let logged = ''
const into = {
  write(line: string) {
    logged += line
  },
}
const server = useServer(database, pino({ level: 'info' }, into))
const { upload, part, refused, get } = useUploads(server)
const group = (name: 'board' | 'workshop' | 'operations') => ({ groupId: database.cast.groups[name] })

test('a picture is turned upright, forgets its camera, comes in sizes, and is nobody else’s until it is posted', async () => {
  const file = await upload('ana', '../../a\u202egnp.frame.JPG', await photograph(1_500, 1_000))
  expect(file).toMatchObject({
    kind: 'picture',
    name: 'agnp.frame.jpg',
    type: 'image/jpeg',
    width: 1_000,
    height: 1_500,
  })
  for (const [address, height] of [
    [file.url, 1_500],
    [file.medium, 1_280],
    [file.small, 400],
  ] as const) {
    const { rawPayload, headers } = await get('ana', address ?? '')
    expect((await sharp(rawPayload).metadata()).height).toBe(height)
    expect(rawPayload.includes('a-camera-note')).toBe(false)
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'private, no-cache',
      'content-disposition': expect.stringMatching(/^inline; filename="agnp.frame.jpg"/),
    })
    const unchanged = await get('ana', address ?? '', { 'if-none-match': String(headers.etag) })
    expect([unchanged.statusCode, unchanged.body]).toEqual([304, ''])
  }
  const missing = await get('theo', file.url.replace(file.id, '999999999999'))
  const foreign = await get('theo', file.url)
  const traceless = (body: string) => body.replace(/"traceId":"\w+"/, '')
  expect([foreign.statusCode, traceless(foreign.body)]).toEqual([404, traceless(missing.body)])
  expect((await get(undefined, file.url)).statusCode).toBe(401)
})

test('what is no picture is none, whatever it is called', async () => {
  const huge = await photograph()
  // Two hundred megapixels, by what its head says.
  const sizes = huge.indexOf(Buffer.from([0xff, 0xc0])) + 5
  huge.writeUInt16BE(10_000, sizes)
  huge.writeUInt16BE(20_000, sizes + 2)
  const before = process.memoryUsage.rss()
  const page = Buffer.from('<!doctype html><script>alert(1)</script>')
  expect((await refused('ana', 'holiday.png', page)).code).toBe('file_not_as_named')
  expect((await refused('ana', 'holiday.jpg', huge)).code).toBe('not_a_picture')
  expect((await refused('ana', 'cut.jpg', (await photograph()).subarray(0, 200))).code).toBe('not_a_picture')
  expect((await refused('ana', 'clip.mp4', page)).code).toBe('file_not_as_named')
  expect((await refused('ana', 'report.pdf', Buffer.from('MZ\x90\x00 a program'))).code).toBe('file_not_as_named')
  expect(process.memoryUsage.rss() - before).toBeLessThan(150_000_000)
  const shortcut = { name: 'Payslip.pdf.lnk', bytes: 5 }
  expect((await server.refused('ana', beginUpload, { body: shortcut })).code).toBe('file_kind_blocked')
  for (const [name, bytes] of [
    ['a.png', 20_971_521],
    ['a.zip', 209_715_201],
  ] as const)
    expect((await server.refused('ana', beginUpload, { body: { name, bytes } })).code).toBe('file_too_large')
})

test('drawings, pages and programs are only ever saved, as bytes', async () => {
  const each = [
    ['logo.svg', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'],
    ['a.html', '<script>alert(1)</script>'],
    ['setup.exe', 'MZ program'],
    ['plan.pdf', '<html>no pdf at all'],
  ] as const
  for (const [name, text] of each) {
    const file = await upload('ana', name, Buffer.from(text))
    const { headers, body } = await get('ana', file.url)
    expect(headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename="${name}"; filename*=UTF-8''${name}`,
    })
    expect(body).toBe(text)
  }
})

test('what was cut off goes on where it ended; of two parts at one place one is taken', async () => {
  const bytes = Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(600_000, 'x')])
  const { id } = await server.call('bruno', beginUpload, { body: { name: 'Pläne 🚲.zip', bytes: bytes.length } })
  const racing = await Promise.all([0, 1, 2].map(() => part('bruno', id, 0, bytes.subarray(0, 200_000))))
  expect(racing.map(one => one.status).sort()).toEqual([200, 409, 409])
  expect((await part('bruno', id, 100, bytes.subarray(100, 300))).body.error).toMatchObject({
    code: 'upload_elsewhere',
    data: { received: 200_000 },
  })
  expect((await part('ana', id, 200_000, bytes.subarray(200_000))).status).toBe(404)
  expect((await server.refused('bruno', finishUpload, { params: { uploadId: id } })).code).toBe('upload_elsewhere')
  const { received } = await server.call('bruno', getUpload, { params: { uploadId: id } })
  expect((await part('bruno', id, received, Buffer.alloc(4_194_305))).status).toBe(413)
  expect((await part('bruno', id, received, bytes.subarray(received))).body).toEqual({
    id,
    bytes: bytes.length,
    received: bytes.length,
  })
  const finishing = { params: { uploadId: id } }
  const file = await server.call('bruno', finishUpload, finishing)
  expect(await server.call('bruno', finishUpload, finishing)).toEqual(file)
  expect(file).toMatchObject({ id, kind: 'file', type: 'application/zip', bytes: 600_004 })
  const { url } = file
  const middle = await get('bruno', url, { range: 'bytes=199998-200001' })
  expect([middle.statusCode, middle.headers['content-range'], middle.body]).toEqual([
    206,
    'bytes 199998-200001/600004',
    'xxxx',
  ])
  expect((await get('bruno', url, { range: 'bytes=0-3' })).body).toBe('PK\x03\x04')
  expect((await get('bruno', url, { range: 'bytes=-2' })).headers['content-range']).toBe('bytes 600002-600003/600004')
  expect((await get('bruno', url, { range: 'bytes=700000-' })).statusCode).toBe(416)
  expect((await get('bruno', url, { range: 'bytes=1-2', 'if-range': '"other"' })).statusCode).toBe(200)
  expect(String((await get('bruno', url)).headers['content-disposition'])).toContain(
    "filename*=UTF-8''Pl%C3%A4ne%20%F0%9F%9A%B2.zip",
  )
})

test('a process that died while it kept a part holds nobody up for long, and its half is written over', async () => {
  const { id } = await server.call('bruno', beginUpload, { body: { name: 'a.txt', bytes: 6 } })
  // Kept, and killed before it was written down: the bytes are there, the row knows nothing of them.
  await claimUpload(database.as('bruno'), id, leases.part)
  await storage().put(`${database.cast.communityId}/${id}/part-0-3`, Buffer.from('xxx'))
  expect((await part('bruno', id, 0, Buffer.from('one'))).body.error.code).toBe('in_progress')
  await run(sql`update uploads set leased_until = leased_until - interval '36 seconds' where id = ${id}`)
  await part('bruno', id, 0, Buffer.from('one'))
  expect((await part('bruno', id, 3, Buffer.from('two'))).status).toBe(200)
  const file = await server.call('bruno', finishUpload, { params: { uploadId: id } })
  expect((await get('bruno', file.url)).body).toBe('onetwo')
  const head = await server.app.inject({
    method: 'HEAD',
    url: file.url,
    headers: { cookie: await server.cookie('bruno') },
  })
  expect([head.statusCode, head.headers['content-length'], head.body]).toEqual([200, '6', ''])
})

test('a secret group’s picture is its members’; it goes with its post and comes back with it', async () => {
  const marker = 'board-only-picture'
  const file = await upload(
    'ana',
    `${marker}.png`,
    await sharp(await photograph())
      .png()
      .toBuffer(),
  )
  const described = await server.call('ana', describeFile, {
    params: { fileId: file.id },
    body: { description: ' The plan ' },
  })
  expect(described.description).toBe('The plan')
  expect(
    (await server.refused('theo', describeFile, { params: { fileId: file.id }, body: { description: 'x' } })).status,
  ).toBe(404)
  const stolen = { text: 'Mine now', files: [file.id] }
  expect((await server.refused('noor', createPost, { params: group('operations'), body: stolen })).code).toBe(
    'file_gone',
  )
  const post = await server.call('ana', createPost, { params: group('board'), body: { text: '', files: [file.id] } })
  expect(post.files).toEqual([described])
  const again = await server.call('ana', getPost, { params: { postId: post.id } })
  expect(again.files).toEqual([described])
  const look = async (who: 'ana' | 'bruno' | 'zoe') =>
    Promise.all([file.url, file.small ?? '', file.medium ?? ''].map(async url => (await get(who, url)).statusCode))
  expect(await look('ana')).toEqual([200, 200, 200])
  expect(await look('zoe')).toEqual([404, 404, 404])
  expect((await server.refused('zoe', listGroupFiles, { params: group('board') })).status).toBe(404)
  const found = await server.call('ana', listGroupFiles, { params: group('board'), query: { search: 'BOARD-only' } })
  expect(found.items.map(one => [one.file.id, one.postId, one.by.name])).toEqual([[file.id, post.id, 'Ana Ferreira']])
  expect((await server.refused('ana', discardFile, { params: { fileId: file.id } })).status).toBe(404)
  await server.call('ana', deletePost, { params: { postId: post.id } })
  expect(await look('ana')).toEqual([404, 404, 404])
  expect((await server.call('ana', listGroupFiles, { params: group('board') })).items).toEqual([])
  await server.call('ana', restorePost, { params: { postId: post.id } })
  expect(await look('ana')).toEqual([200, 200, 200])
})

test('comments carry files; nothing at all is still nothing', async () => {
  const post = await server.call('bruno', createPost, { params: group('workshop'), body: { text: 'Which one?' } })
  const file = await upload('bruno', 'list.csv', Buffer.from('a;b\n'))
  const made = await server.call('bruno', createComment, {
    params: { postId: post.id },
    body: { text: '', files: [file.id] },
  })
  const { items } = await server.call('bruno', listComments, { params: { postId: post.id } })
  expect(items.map(one => one.files)).toEqual([made.files])
  expect(made.files).toEqual([file])
  const blank = { text: ' ', files: [] }
  expect((await server.refused('bruno', createPost, { params: group('workshop'), body: blank })).code).toBe('bad_input')
})

test('what hangs on nothing is forgotten after a day, rows and bytes; what hangs on something stays', async () => {
  const loose = await upload('noor', 'loose.txt', Buffer.from('loose'))
  const { id } = await server.call('noor', beginUpload, { body: { name: 'begun.txt', bytes: 10 } })
  await part('noor', id, 0, Buffer.from('begun'))
  const kept = await upload('noor', 'kept.txt', Buffer.from('kept'))
  await server.call('noor', createPost, { params: group('operations'), body: { text: 'Look', files: [kept.id] } })
  await run(sql`update files set uploaded_at = uploaded_at - interval '25 hours' where id in (${loose.id}, ${kept.id})`)
  await run(sql`update uploads set began_at = began_at - interval '25 hours' where id = ${id}`)
  await forgetFiles()
  expect((await get('noor', loose.url)).statusCode).toBe(404)
  expect((await get('noor', kept.url)).body).toBe('kept')
  expect((await server.refused('noor', getUpload, { params: { uploadId: id } })).status).toBe(404)
  const folder = `${database.dataFolder}/files/${database.cast.communityId}`
  expect(await readdir(`${folder}/${loose.id}`)).toEqual([])
  expect(await readdir(`${folder}/${id}`)).toEqual([])
  expect(await readdir(`${folder}/${kept.id}`)).toHaveLength(1)
})

test('no log holds what opens a file', () => {
  expect(logged).toContain('/files/')
  expect(logged).not.toContain('key=')
})
