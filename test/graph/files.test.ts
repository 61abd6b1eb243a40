/** Pictures, videos and files by the Graph, as the group cloner and the Postman collection send them (client-calls.md 2.1 and 2.4). */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createPost, deletePost } from '../../contract/api/posts.ts'
import { keepBytes } from '../../server/domain/files/keep-bytes.ts'
import { moveClock } from '../../server/platform/clock.ts'
import { maybe, run, sql } from '../../server/platform/db.ts'
import { configureOutbound } from '../../server/platform/outbound.ts'
import { until, useDatabase } from '../harness/database.ts'
import { photograph } from '../harness/files.ts'
import { type Program, usePrograms } from '../harness/program.ts'
import { useServer } from '../harness/server.ts'

const database = useDatabase()
const server = useServer(database)
const { make, graph } = usePrograms(database, server)
const video = Buffer.concat([Buffer.from('\x00\x00\x00\x18ftypisom', 'latin1'), Buffer.alloc(3_000, 'v')])
let asked: string[] = []
let elsewhere: Server
let at = ''

/** One place counts as public; every other on this machine is inside. */
beforeAll(async () => {
  const picture = await photograph()
  elsewhere = createServer((request, response) => {
    asked.push(request.url ?? '')
    if (request.url === '/inside')
      return response.writeHead(302, { location: at.replace('127.0.0.1', '127.0.0.2') }).end()
    if (request.url === '/endless.jpg') {
      const more = (): void =>
        void (response.write(Buffer.alloc(1_000_000)) ? setImmediate(more) : response.once('drain', more))
      response.on('close', () => response.removeAllListeners('drain'))
      return more()
    }
    if (request.url === '/page.jpg') return response.end('<html>')
    return response.end(request.url?.endsWith('mp4') ? video : picture)
  }).listen(0, '0.0.0.0')
  await new Promise(resolve => elsewhere.once('listening', resolve))
  at = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`
  configureOutbound({ allow: [], isPublic: address => address === '127.0.0.1' })
})
afterAll(() => {
  elsewhere.closeAllConnections()
  elsewhere.close()
  configureOutbound({ allow: [] })
})

const group = (): string => database.cast.groups.workshop
const cloner = (): Promise<Program> => make(['read_content', 'manage_content'], ['workshop'])

/** What hangs on a post, and when it changed, is looked up only for who asks: each says alone what it says beside the others, by the post and by its list. */
async function aloneAsTogether(id: string, token: string): Promise<void> {
  const names = ['created_time', 'updated_time', 'type', 'status_type', 'picture', 'full_picture', 'object_id']
  const unsigned = (said: unknown) => JSON.parse(JSON.stringify(said).replaceAll(/\?key=[^"]*/g, ''))
  const all = unsigned((await graph(`/${id}?fields=${names}`, { token })).body)
  expect(Object.keys(all)).toEqual([...names, 'id'])
  expect(all).toMatchObject({ type: 'photo', status_type: 'added_photos' })
  expect(all.updated_time >= all.created_time).toBe(true)
  for (const name of names) {
    const expected = { id, [name]: all[name] }
    expect(unsigned((await graph(`/${id}?fields=${name}`, { token })).body)).toEqual(expected)
    const list = unsigned((await graph(`/${group()}/feed?fields=${name}`, { token })).body)
    expect(list.data.find((one: { id: string }) => one.id === id)).toEqual(expected)
  }
}

function multipart(name: string, filename: string, bytes: Buffer) {
  const head = `--cut\r\nContent-Disposition: form-data; name="${name}"; filename="${filename}"\r\nContent-Type: image/jpeg\r\n\r\n`
  return {
    headers: { 'content-type': 'multipart/form-data; boundary=cut' },
    payload: Buffer.concat([Buffer.from(head), bytes, Buffer.from('\r\n--cut--\r\n')]),
  }
}

/** As a program fetches it: nothing but the address. */
async function fetched(url: string) {
  const { pathname, search } = new URL(url)
  return server.app.inject({ method: 'GET', url: pathname + search })
}

test('the group cloner: pictures by address, a file, one post of all of them, and read back whole', async () => {
  const { token } = await cloner()
  const ids: string[] = []
  for (const name of ['a.jpg', 'b.jpg']) {
    const url = encodeURIComponent(`${at}/${name}`)
    ids.push((await graph(`/me/photos?published=false&url=${url}`, { token, method: 'POST' })).body.id)
  }
  const revision = await graph('//group_file_revisions', {
    token,
    method: 'POST',
    ...multipart('file', 'plan.pdf', Buffer.from('%PDF-1.7 …')),
  })
  // As Python's requests says a name that is not plain letters.
  const { headers, payload } = multipart('file', 'x', Buffer.from('%PDF-1.7 …'))
  const said = payload.toString('latin1').replace('filename="x"', "filename*=utf-8''plan%20d%27%C3%A9t%C3%A9.pdf")
  const named = { token, method: 'POST', headers, payload: Buffer.from(said, 'latin1') }
  const accented = await graph('/group_file_revisions', named)
  expect((await graph(`/${accented.body.id}?fields=name`, { token })).body.name).toBe("plan d'été.pdf")
  const media = encodeURIComponent(`[${ids.map(id => `{'media_fbid':'${id}'}`).join(',')}]`)
  const posted = await graph(
    `/${group()}/feed?formatting=MARKDOWN&message=Look&attached_media=${media}&files=[${revision.body.id}]`,
    { token, method: 'POST' },
  )
  expect(posted.body).toEqual({ id: expect.stringMatching(new RegExp(`^${group()}_\\d+$`)) })
  const comment = await graph(`/${posted.body.id}/comments?attachment_url=${encodeURIComponent(`${at}/c.jpg`)}`, {
    token,
    method: 'POST',
  })
  const fields =
    'id,from{name},updated_time,created_time,comments{summary,message,from,created_time,attachment},attachments,type,message,source,story,properties,permalink_url'
  const { body } = await graph(`/${group()}/feed?fields=${fields}&order=chronological&limit=50`, { token })
  const post = body.data.at(-1)
  expect(post).toMatchObject({ type: 'photo', message: 'Look', id: posted.body.id })
  await aloneAsTogether(posted.body.id, token)
  const [album, file] = post.attachments.data
  const image = { height: 60, width: 40, src: expect.stringContaining(`/files/${ids[0]}/full/a.jpg?key=`) }
  expect(album).toMatchObject({ type: 'album', media: { image }, target: { id: posted.body.id } })
  expect(album.subattachments.data.map((one: { target: { id: string } }) => one.target.id)).toEqual(ids)
  expect(file).toMatchObject({ type: 'file_upload', title: 'plan.pdf · version 1', target: { id: revision.body.id } })
  expect((await fetched(file.url)).body).toBe('%PDF-1.7 …')
  const { pathname } = new URL(file.url)
  const logged = () => maybe(sql`select status, bytes::int as bytes, path from api_log where path = ${pathname}`)
  expect(await until(logged)).toEqual({ status: 200, bytes: 12, path: pathname })
  const { rawPayload } = await fetched(album.media.image.src)
  expect((await sharp(rawPayload).metadata()).format).toBe('jpeg')
  expect(post.comments.data).toMatchObject([
    { id: comment.body.id, attachment: { type: 'photo', media: { image: { width: 40 } } } },
  ])
  expect(post.comments.data[0]).not.toHaveProperty('message')
  const some = await graph(`/${posted.body.id}/attachments?fields=type,media{image{width}}`, { token })
  expect(some.body.data[0]).toEqual({ type: 'album', media: { image: { width: 40 } } })
  const listed = await graph(`/${group()}/files?fields=id,download_link,from,group,message,updated_time`, { token })
  expect(listed.body.data).toMatchObject([
    { id: revision.body.id, message: 'Look', group: { id: group() }, from: { name: 'Robot' } },
  ])
})

test('photos and videos of a group, their nodes, and their end', async () => {
  const { token } = await cloner()
  const made = await graph(`/${group()}/photos`, {
    token,
    method: 'POST',
    payload: { url: `${at}/d.jpg`, message: 'The stand' },
  })
  const { id, post_id } = made.body
  const node = await graph(
    `/${id}?fields=id,name,from,height,width,created_time,album,can_delete,can_tag,icon,images,link,name_tags,place,target,updated_time`,
    { token },
  )
  expect(node.body).toMatchObject({
    id,
    name: 'The stand',
    from: { name: 'Robot' },
    height: 60,
    width: 40,
    can_delete: true,
    can_tag: false,
    target: { id: post_id },
  })
  expect(node.body.images.map((one: { width: number }) => one.width)).toEqual([40, 40, 40])
  const clip = await graph(`/${group()}/videos?description=Clip&file_url=${encodeURIComponent(`${at}/clip.mp4`)}`, {
    token,
    method: 'POST',
  })
  const videos = await graph(`/${group()}/videos?fields=id,created_time,name,images,height,link,picture,width,source`, {
    token,
  })
  expect(videos.body.data).toMatchObject([
    { id: clip.body.id, name: 'clip.mp4', source: expect.stringContaining('key=') },
  ])
  const loose = await graph('/me/videos', { token, method: 'POST', ...multipart('source', 'b.mp4', video) })
  const withVideo = await graph(`/${group()}/feed`, {
    token,
    method: 'POST',
    payload: { attached_media: [{ media_fbid: loose.body.id }] },
  })
  const read = await graph(`/${withVideo.body.id}?fields=type,source,object_id`, { token })
  expect(read.body).toMatchObject({ type: 'video', object_id: loose.body.id })
  expect((await fetched(read.body.source)).headers['content-type']).toBe('video/mp4')
  const source = node.body.images[0].source
  expect((await graph(`/${id}`, { token, method: 'DELETE' })).body).toEqual({ success: true })
  expect((await fetched(source)).statusCode).toBe(404)
  expect((await graph(`/${post_id}?fields=id`, { token })).body).toEqual({ id: post_id })
  expect((await graph(`/${id}`, { token })).body.error.code).toBe(100)
  expect((await graph(`/${group()}/albums`, { token })).body).toEqual({ data: [] })
})

test('a large video comes in phases, and goes on where it was cut off', async () => {
  const { token } = await cloner()
  const ask = (payload: object) => graph(`/${group()}/videos`, { token, method: 'POST', payload })
  const started = await ask({ upload_phase: 'start', file_size: video.length })
  const session = started.body.upload_session_id
  const odd = await ask({ upload_phase: 'constructor' })
  expect(odd).toMatchObject({ status: 400, body: { error: { code: 100 } } })
  expect(started.body).toMatchObject({ start_offset: '0', end_offset: String(video.length), video_id: session })
  const chunk = (from: number, to: number) =>
    graph(`/${group()}/videos?upload_phase=transfer&upload_session_id=${session}&start_offset=${from}`, {
      token,
      method: 'POST',
      ...multipart('video_file_chunk', 'x', video.subarray(from, to)),
    })
  expect((await chunk(0, 1_000)).body).toMatchObject({ start_offset: '1000' })
  expect((await chunk(0, 1_000)).body.error.message).toContain('byte 1000')
  expect((await ask({ upload_phase: 'finish', upload_session_id: session })).status).toBe(400)
  const all = String(video.length)
  expect((await chunk(1_000, video.length)).body).toEqual({ start_offset: all, end_offset: all })
  const end = await ask({ upload_phase: 'finish', upload_session_id: session, description: 'In parts' })
  expect(end.body).toEqual({ success: true, post_id: expect.any(String) })
  const read = await graph(`/${end.body.post_id}?fields=message,source`, { token })
  expect(read.body.message).toBe('In parts')
  expect((await fetched(read.body.source)).rawPayload).toEqual(video)
})

test('what is wrong is refused in Graph’s words, and nothing inside is asked', async () => {
  const { token } = await cloner()
  const bring = (payload: object) =>
    graph('/me/photos', { token, method: 'POST', payload }).then(({ body }) => body.error?.code)
  asked = []
  expect(await bring({})).toBe(324)
  const empty = await graph('/me/photos', { token, method: 'POST', ...multipart('source', 'a.jpg', Buffer.alloc(0)) })
  expect(empty.body.error.code).toBe(324)
  expect(await bring({ url: `${at}/page.jpg` })).toBe(100)
  const inside = at.replace('127.0.0.1', '127.0.0.2')
  for (const url of [inside, `${at}/inside`, 'http://[::1]:1/', 'file:///etc/passwd', 'nonsense', 'http://2130706434/'])
    expect(await bring({ url }), url).toBe(1_609_005)
  expect(await bring({ url: `${at}/endless.jpg` })).toBe(100)
  expect(asked).toEqual(['/page.jpg', '/inside', '/endless.jpg'])
  const svg = multipart('source', 'a.svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'))
  expect((await graph('/me/photos', { token, method: 'POST', ...svg })).body.error.code).toBe(324)
  const large = multipart('source', 'a.jpg', Buffer.alloc(21_000_000))
  expect((await graph('/me/photos', { token, method: 'POST', ...large })).body.error).toMatchObject({ code: 100 })
  const someone = await keepBytes(database.as('bruno'), 'mine.txt', Buffer.from('mine'))
  const stolen = await graph(`/${group()}/feed`, {
    token,
    method: 'POST',
    payload: { message: 'x', files: [someone.id] },
  })
  expect(stolen.status).toBe(400)
  expect((await graph(`/${someone.id}`, { token })).body.error.message.replace(someone.id, 'X')).toBe(
    (await graph('/999999999999999', { token })).body.error.message.replace('999999999999999', 'X'),
  )
  const reader = await make(['read_content'], ['workshop'])
  expect(
    (await graph(`/me/photos?url=${encodeURIComponent(`${at}/e.jpg`)}`, { token: reader.token, method: 'POST' })).body
      .error.code,
  ).toBe(200)
})

test('a signed address is for one form of one file, for its program, for its time', async () => {
  const program = await make(['read_content', 'manage_content'], ['board'], 'Reader')
  const outside = await make(['read_content', 'manage_content'], ['workshop'], 'Outside')
  const file = await keepBytes(database.as('ana'), 'secret.png', await photograph())
  const post = await server.call('ana', createPost, {
    params: { groupId: database.cast.groups.board },
    body: { text: 'x', files: [file.id] },
  })
  const other = await graph(`/${file.id}?fields=images`, { token: outside.token })
  expect([other.status, JSON.stringify(other.body)]).toEqual([400, expect.not.stringContaining('key=')])
  const { body } = await graph(`/${file.id}?fields=images`, { token: program.token })
  const url: string = body.images[0].source
  const opens = async (address = url): Promise<number> => (await fetched(address)).statusCode
  expect(await opens()).toBe(200)
  expect(await opens(url.replace('/full/', '/small/'))).toBe(404)
  expect(await opens(url.replace(`.${program.botId}.`, `.${outside.botId}.`))).toBe(404)
  expect(await opens(`${url.slice(0, -2)}xx`)).toBe(404)
  expect(await opens(url.split('?')[0])).toBe(401)
  moveClock(3_600_000)
  expect(await opens()).toBe(200)
  moveClock(6 * 3_600_000)
  expect(await opens()).toBe(404)
  moveClock(0)
  await run(sql`update installations set state = 'disabled' where id = ${program.installationId}`)
  expect(await opens()).toBe(404)
  await run(sql`update installations set state = 'enabled' where id = ${program.installationId}`)
  expect(await opens()).toBe(200)
  await server.call('ana', deletePost, { params: { postId: post.id } })
  expect(await opens()).toBe(404)
})

test('somebody’s picture is given, read and followed', async () => {
  const { token } = await make(['manage_profiles', 'read_members'], 'all')
  const { memberId } = database.cast.people.lucie
  const read = async () =>
    (await graph(`/${memberId}/picture?redirect=false&fields=height,is_silhouette,width,url`, { token })).body
  expect((await read()).data).toMatchObject({ is_silhouette: true })
  const given = await graph(`/${memberId}/profile_pictures`, {
    token,
    method: 'POST',
    payload: { caption: 'x', image_url: `${at}/face.jpg` },
  })
  expect(given.body).toEqual({ id: expect.any(String) })
  const { data } = await read()
  expect(data.is_silhouette).toBe(false)
  expect((await fetched(data.url)).headers['content-type']).toBe('image/jpeg')
  const followed = await server.app.inject({ url: `/graph/lucie@cobalt.example/picture?access_token=${token}` })
  expect([followed.statusCode, followed.headers.location]).toEqual([302, data.url])
})

test('what is said of a picture is said of what shows it', async () => {
  const { token } = await cloner()
  const photo = await graph(`/${group()}/photos`, {
    token,
    method: 'POST',
    ...multipart('source', 'a.jpg', await photograph()),
  })
  const { id, post_id: post } = photo.body
  const said = await graph(`/${id}/comments?message=Fine`, { token, method: 'POST' })
  expect(said.body.id).toMatch(new RegExp(`^${post.split('_')[1]}_`))
  expect((await graph(`/${id}/likes`, { token, method: 'POST' })).body).toEqual({ success: true })
  const read = await graph(
    `/${id}?fields=comments{message},likes.summary(true),reactions.type(LIKE).limit(0).summary(total_count)`,
    { token },
  )
  expect(read.body).toMatchObject({
    comments: { data: [{ message: 'Fine', id: said.body.id }] },
    likes: { data: [{ name: 'Robot' }], summary: { total_count: 1, has_liked: true } },
    reactions: { data: [], summary: { total_count: 1 } },
  })
  expect((await graph(`/${post}/likes?summary=true`, { token })).body.summary.total_count).toBe(1)
  await graph(`/${id}/comments?message=Second`, { token, method: 'POST' })
  const page = await graph(`/${id}/comments?limit=1`, { token })
  const next = new URL(page.body.paging.next)
  expect((await graph(next.pathname.replace('/graph', '') + next.search, { token })).body.data).toMatchObject([
    { message: 'Second' },
  ])
  // One in a comment: an answer to that comment.
  const loose = await graph('/me/photos', {
    token,
    method: 'POST',
    ...multipart('source', 'b.jpg', await photograph()),
  })
  expect((await graph(`/${loose.body.id}/comments?summary=true`, { token })).body).toEqual({
    data: [],
    summary: { total_count: 0 },
  })
  expect((await graph(`/${loose.body.id}/comments?message=x`, { token, method: 'POST' })).body.error).toMatchObject({
    code: 100,
  })
  const shown = await graph(`/${post}/comments`, {
    token,
    method: 'POST',
    payload: { message: 'With', attachment_id: loose.body.id },
  })
  const answer = await graph(`/${loose.body.id}/comments?message=Below`, { token, method: 'POST' })
  expect((await graph(`/${answer.body.id}?fields=parent{id}`, { token })).body.parent.id).toBe(shown.body.id)
  expect((await graph(`/${id}/likes`, { token, method: 'DELETE' })).body).toEqual({ success: true })
  expect((await graph(`/${id}/likes?summary=true`, { token })).body.summary).toMatchObject({ total_count: 0 })
  // Whoever does not reach the group finds neither picture nor word of it; whoever may only read writes nothing.
  const stranger = await make(['read_content', 'manage_content'], ['leaders'])
  const reader = await make(['read_content'], ['workshop'])
  for (const ask of [{}, { method: 'POST', payload: { message: 'x' } }])
    expect((await graph(`/${id}/comments`, { token: stranger.token, ...ask })).body.error).toMatchObject({
      code: 100,
      error_subcode: 33,
    })
  expect((await graph(`/${id}/likes`, { token: reader.token, method: 'POST' })).body.error.code).toBe(200)
})
