/** A program's own subscriptions by the Graph API (workplace-webhooks.md 1.2), as old bots ask for them when they start. */
import { expect, test } from 'vitest'
import { one, sql } from '../../server/platform/db.ts'
import { useDatabase } from '../harness/database.ts'
import { usePrograms } from '../harness/program.ts'
import { useReceiver } from '../harness/receiver.ts'
import { useServer } from '../harness/server.ts'

const database = useDatabase()
const receiver = useReceiver()
const programs = usePrograms(database, useServer(database))

test('a subscription is made, listed, replaced and taken away with the app token, and with no other', async () => {
  const program = await programs.make(['read_content', 'mention'], 'all')
  const token = `${program.appId}|${program.secret}`
  const callback = encodeURIComponent(`${receiver.origin}/hook`)
  const post = (query: string, path = '/v3.2/app/subscriptions') =>
    programs.graph(`${path}?callback_url=${callback}&verify_token=v&${query}`, { token, method: 'POST' })
  const kept = () =>
    one<{ v: boolean }>(
      sql`select include_values as v from webhook_subscriptions where topic = 'group' and app_id = ${program.appId}`,
    )

  expect((await post('object=page&fields=mention,messages,messaging_optins')).body).toEqual({ success: true })
  expect((await post('object=group&fields[0]=posts&fields[1]=comments&include_values=false')).body).toEqual({
    success: true,
  })
  expect(await kept()).toEqual({ v: false })
  const { body } = await programs.graph(`/v3.2/${program.appId}/subscriptions`, { token })
  const version = 'v3.2'
  expect(body.data).toEqual([
    {
      object: 'page',
      callback_url: `${receiver.origin}/hook`,
      active: true,
      fields: ['mention', 'messages', 'messaging_optins'].map(name => ({ name, version })),
    },
    {
      object: 'group',
      callback_url: `${receiver.origin}/hook`,
      active: true,
      fields: ['posts', 'comments'].map(name => ({ name, version })),
    },
  ])
  // Asked for again without the word, the values are there again.
  expect((await post('object=group&fields=posts')).body).toEqual({ success: true })
  expect(await kept()).toEqual({ v: true })

  receiver.shake = () => ({ status: 403, body: 'no' })
  const refused = await post('object=group&fields=membership')
  expect([refused.status, refused.body.error.code]).toEqual([400, 2200])
  const listed = async () => (await programs.graph('/app/subscriptions', { token })).body.data
  expect((await listed())[1].fields.map((field: { name: string }) => field.name)).toEqual(['posts'])

  const gone = await programs.graph('/app/subscriptions?object=page', { token, method: 'DELETE' })
  expect(gone.body).toEqual({ success: true })
  expect((await listed()).map((row: { object: string }) => row.object)).toEqual(['group'])
  for (const wrong of [program.token, `${program.appId}|wrong`, undefined])
    expect((await programs.graph('/app/subscriptions', { token: wrong })).status).toBeGreaterThanOrEqual(400)
})
