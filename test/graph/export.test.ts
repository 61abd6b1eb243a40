import { inflateRawSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { disableIntegration, restoreIntegration } from '../../contract/api/integrations.ts'
import { killIntegration } from '../../contract/api/receipts.ts'
import { flushApiLog } from '../../server/domain/api-log/log-call.ts'
import { createPost } from '../../server/domain/posts/create-post.ts'
import { publicOrigin } from '../../server/platform/addresses.ts'
import { moveClock } from '../../server/platform/clock.ts'
import { one, rows, run, sql } from '../../server/platform/db.ts'
import { exportPeople } from '../../server/work/exports.ts'
import { useDatabase } from '../harness/database.ts'
import { usePrograms } from '../harness/program.ts'
import { useServer } from '../harness/server.ts'

const database = useDatabase()
const server = useServer(database)
const programs = usePrograms(database, server)
const at = '/community/export_employee_data'

/** Files of an archive, read from its directory at the end as other programs do. */
function unzip(archive: Buffer): Map<string, string> {
  const end = archive.lastIndexOf(Buffer.from('504b0506', 'hex'))
  let place = archive.readUInt32LE(end + 16)
  const files = new Map<string, string>()
  for (let n = archive.readUInt16LE(end + 10); n > 0; n--) {
    const [packed, nameLength] = [archive.readUInt32LE(place + 20), archive.readUInt16LE(place + 28)]
    const local = archive.readUInt32LE(place + 42)
    const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28)
    const name = archive.subarray(place + 46, place + 46 + nameLength).toString()
    files.set(name, inflateRawSync(archive.subarray(start, start + packed)).toString())
    place += 46 + nameLength + archive.readUInt16LE(place + 30) + archive.readUInt16LE(place + 32)
  }
  return files
}

const work = async (): Promise<void> => {
  const jobs = await rows<{ id: string; payload: Record<string, unknown>; community_id: string }>(
    sql`select id, payload, community_id from jobs where kind = 'export-people'`,
  )
  for (const job of jobs)
    await exportPeople({
      id: job.id,
      communityId: job.community_id,
      kind: 'export-people',
      payload: job.payload,
      attempts: 1,
    })
}

test('asked for, polled, fetched without a token, and spent after an hour', async () => {
  const { token } = await programs.make(['export_people'], 'all')
  await run(sql`update members set title = '=1+1 <&"' where id = ${database.cast.people.noor.memberId}`)
  await createPost(database.as('noor'), { groupId: database.cast.groups.operations, text: 'Counted' })
  const old = await createPost(database.as('bruno'), { groupId: database.cast.groups.operations, text: 'Old' })
  await run(sql`update posts set created_at = now() - interval '10 days' where id = ${old.id}`)
  const { id } = (await programs.graph(at, { token, method: 'POST' })).body
  const pending = await programs.graph(`/${id}`, { token })
  expect(pending.body).toEqual({ status: 'PENDING', type: 'WORK_FILE_EXPORT_USER', id })
  await work()
  const { body } = await programs.graph(`/${id}`, { token })
  expect(body).toMatchObject({
    status: 'COMPLETED',
    result: expect.stringContaining(`${publicOrigin()}/files/exports/`),
  })

  const path = new URL(body.result).pathname + new URL(body.result).search
  const answer = await server.app.inject({ url: path })
  expect(answer.statusCode).toBe(200)
  const files = unzip(answer.rawPayload)
  expect([...files.keys()]).toContain('xl/workbook.xml')
  const sheet = files.get('xl/worksheets/sheet1.xml') ?? ''
  const lines = [...sheet.matchAll(/<row r="\d+">(.*?)<\/row>/g)].map(row =>
    [...(row[1] ?? '').matchAll(/<c\/>|<c[^>]*>(?:<is><t[^>]*>(.*?)<\/t><\/is>|<v>(.*?)<\/v>)<\/c>/g)].map(
      cell => cell[1] ?? cell[2] ?? '',
    ),
  )
  const [head = [], ...people] = lines
  expect(head.slice(0, 3)).toEqual(['Full name', 'Email', 'Employee ID'])
  expect(people).toHaveLength(Object.keys(database.cast.people).length)
  const noor = people.find(line => line[0] === 'Noor Haddad') ?? []
  expect(noor[head.indexOf('Job title')]).toBe('=1+1 &lt;&amp;&quot;')
  expect(noor[head.indexOf('Posts (1 day)')]).toBe('1')
  expect(noor[head.indexOf('Contributor score (28 days)')]).toBe('1')
  const bruno = people.find(line => line[0] === 'Bruno Keller') ?? []
  expect(['1 day', '7 days', '28 days'].map(span => bruno[head.indexOf(`Posts (${span})`)])).toEqual(['0', '0', '1'])
  expect(people.every(line => line.length === head.length)).toBe(true)
  expect(people.every(line => line[head.indexOf('Claim link')] === '')).toBe(true)

  for (const wrong of [
    path.replace('signature=', 'signature=x'),
    path.split('?')[0] ?? '',
    path.replace(id, `${Number(id) - 1}`),
  ])
    expect((await server.app.inject({ url: wrong })).statusCode).toBe(404)
  moveClock(3_601_000)
  expect((await server.app.inject({ url: path })).statusCode).toBe(404)
  moveClock(0)
  const stored = await rows<{ found: boolean }>(sql`
    select position('Noor'::bytea in content) > 0 as found from exports where id = ${id}`)
  expect(stored).toEqual([{ found: false }])
})

test('only for all groups, only for whoever asked', async () => {
  const whole = await programs.make(['export_people'], 'all', 'Whole')
  const other = await programs.make(['export_people'], 'all', 'Other')
  const without = await programs.make(['manage_accounts'], 'all', 'Without')
  expect((await programs.graph(at, { token: without.token, method: 'POST' })).body.error.code).toBe(200)
  const { id } = (await programs.graph(at, { token: whole.token, method: 'POST' })).body
  await work()
  expect((await programs.graph(`/${id}`, { token: other.token })).status).toBe(400)
  const { result } = (await programs.graph(`/${id}`, { token: whole.token })).body
  const { pathname, search } = new URL(result)
  const fetched = async () => (await server.app.inject({ url: pathname + search })).statusCode
  expect(await fetched()).toBe(200)
  await flushApiLog()
  const logged = sql`select path, status, bytes > 1000 as whole, permission from api_log where installation_id = ${whole.installationId} order by at desc limit 1`
  expect(await one(logged)).toEqual({ path: pathname, status: 200, whole: true, permission: 'export_people' })
  const ask = { params: { integrationKey: whole.appId } }
  await run(sql`update grants set permissions = '{}' where installation_id = ${whole.installationId}`)
  expect(await fetched()).toBe(404)
  await run(sql`update grants set permissions = '{export_people}' where installation_id = ${whole.installationId}`)
  await server.call('ana', disableIntegration, ask)
  expect(await fetched()).toBe(404)
  await server.call('ana', restoreIntegration, ask)
  expect(await fetched()).toBe(200)
  // Nothing that leaked opens anything once everything was taken back, though it is enabled again.
  await server.call('ana', killIntegration, ask)
  await server.call('ana', restoreIntegration, ask)
  expect(await fetched()).toBe(404)
})
