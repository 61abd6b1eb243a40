/**
 * The official scripts and bots, and other programs that a repository alone holds (client-calls.md 2.3 to 2.5, 3 and 4): each call as its program writes it, and of the
 * answer what that program reads. Calls of the Postman collection and of clients from npm stand in files of their own.
 */
import { beforeAll, describe, expect, test } from 'vitest'
import { programPermissions } from '../../contract/permissions.ts'
import { forgetFiles } from '../../server/domain/files/forget-files.ts'
import { createComment } from '../../server/domain/posts/create-comment.ts'
import { createPost } from '../../server/domain/posts/create-post.ts'
import { react } from '../../server/domain/posts/reactions.ts'
import { markSeen } from '../../server/domain/posts/seen.ts'
import { run, sql } from '../../server/platform/db.ts'
import { useDatabase } from '../harness/database.ts'
import { photograph } from '../harness/files.ts'
import { type GraphAsk, type Program, usePrograms } from '../harness/program.ts'
import { useServer } from '../harness/server.ts'

const database = useDatabase()
const server = useServer(database)
const programs = usePrograms(database, server)
let program: Program
let post = ''
let comment = ''
const group = (): string => database.cast.groups.operations
const call = async (method: string, path: string, payload?: GraphAsk['payload'], headers?: Record<string, string>) =>
  (
    await programs.graph(path, {
      token: program.token,
      method,
      ...(payload !== undefined && { payload }),
      ...(headers && { headers }),
    })
  ).body
const get = (path: string) => call('GET', path)
const done = { success: true }

beforeAll(async () => {
  program = await programs.make(programPermissions, 'all', 'Script')
  const made = await createPost(database.as('noor'), { groupId: group(), text: 'Shift plan https://a.example/x' })
  const said = await createComment(database.as('ana'), { postId: made.id, text: 'Seen' })
  await createComment(database.as('bruno'), { postId: made.id, text: 'Me too', parentId: said.id })
  await react(database.as('bruno'), made.id, 'like')
  await react(database.as('ana'), said.id, 'laugh')
  await markSeen(database.as('ana'), [made.id])
  post = `${group()}_${made.id}`
  comment = `${made.id}_${said.id}`
})

describe('Python scripts: forms as requests sends them, unversioned', () => {
  test('people put into a group and taken out, by an address whose @ is as it is', async () => {
    expect(await call('POST', `/${group()}/members?email=zoe@cobalt.example`, '')).toEqual(done)
    expect((await get(`/${group()}/members?limit=500`)).data).toContainEqual(
      expect.objectContaining({ id: database.cast.people.zoe.memberId }),
    )
    expect(await call('DELETE', `/${group()}/members`, 'email=zoe%40cobalt.example')).toEqual(done)
    expect((await get(`/${group()}/members?limit=500`)).data).not.toContainEqual(
      expect.objectContaining({ id: database.cast.people.zoe.memberId }),
    )
  })

  test('groups in bulk, with empty words for what is not set', async () => {
    const first = await call(
      'POST',
      '//community/groups',
      'name=Bulk+one&description=First&privacy=CLOSED&join_setting=ADMIN_ONLY&post_permissions=ADMIN_ONLY',
    )
    const second = await call(
      'POST',
      '//community/groups',
      'name=Bulk+two&description=&privacy=&join_setting=&post_permissions=',
    )
    const fields = '?fields=name,description,privacy,join_setting,post_permissions'
    expect(await get(`/${first.id}${fields}`)).toMatchObject({
      name: 'Bulk one',
      privacy: 'CLOSED',
      join_setting: 'ADMIN_ONLY',
      post_permissions: 'ADMIN_ONLY',
    })
    expect(await get(`/${second.id}${fields}`)).toMatchObject({
      name: 'Bulk two',
      privacy: 'OPEN',
      join_setting: 'NONE',
      post_permissions: 'NONE',
    })
    expect(await call('POST', `/${second.id}`, 'description=Now+told')).toEqual(done)
    expect(await call('POST', `/${second.id}/admins/${database.cast.people.noor.memberId}`)).toEqual(done)
  })

  test('people given their seat back, renamed, marked frontline as JSON in a form, deleted', async () => {
    const { id } = await call('POST', '/community/accounts', 'name=Py+Thon&email=py@cobalt.example')
    await call('POST', `/${id}`, 'active=False')
    expect(await call('POST', '/py@cobalt.example', 'active=True')).toEqual(done)
    expect(await call('POST', '/py@cobalt.example', 'email=py2%40cobalt.example')).toEqual(done)
    expect(
      await call('POST', `/${id}`, `frontline=${encodeURIComponent('{ "is_frontline": true, "has_access": false }')}`),
    ).toEqual(done)
    expect(await get(`/${id}?fields=email,active,frontline`)).toEqual({
      ...{ email: 'py2@cobalt.example', active: true, id },
      frontline: { is_frontline: true, has_access: false },
    })
    expect(await call('DELETE', `/${id}`)).toEqual(done)
  })

  test('lists of groups with their admins, and who saw a post', async () => {
    const list = await get(
      '/community/groups?fields=id,name,admins{id,name,email},members.limit(0).summary(true),privacy,description,updated_time&limit=2',
    )
    for (const one of list.data)
      expect(one).toMatchObject({
        name: expect.any(String),
        admins: { data: expect.any(Array) },
        members: { summary: { total_count: expect.any(Number) } },
        updated_time: expect.any(String),
      })
    expect(list.paging.next).toMatch(/^http/)
    const viewers = await get(`/${post}/seen?fields=id,name,email,department,division,organization,title`)
    expect(viewers.data).toContainEqual(
      expect.objectContaining({ name: 'Ana Ferreira', email: 'ana@cobalt.example', id: expect.any(String) }),
    )
  })

  test('what somebody wrote, page by page, alone and in a group chat', async () => {
    const { ana, bruno } = database.cast.people
    const chat = await call('POST', '/me/messages', {
      recipient: { ids: [Number(ana.memberId), Number(bruno.memberId)] },
      message: { text: 'One' },
    })
    await call('POST', '/me/messages', { recipient: { thread_key: chat.thread_key }, message: { text: 'Two' } })
    const found = await get(`/${ana.memberId}/conversations?fields=messages{created_time,message,to,from}`)
    expect(found.data[0].messages.data[0]).toMatchObject({
      message: 'Two',
      created_time: expect.any(String),
      from: { name: 'Script' },
      to: { data: expect.any(Array) },
    })
    const thread = await get(
      `/${chat.thread_key}/messages?fields=id,created_time,message,from&user=${bruno.memberId}&limit=1`,
    )
    expect(thread.data[0].message).toBe('Two')
    expect(
      (
        await call(
          'GET',
          new URL(thread.paging.next).pathname.replace('/graph', '') + new URL(thread.paging.next).search,
        )
      ).data[0].message,
    ).toBe('One')
  })
})

describe('PowerShell scripts', () => {
  test('whose picture is none, and which groups somebody is in', async () => {
    const pictured = await get('/company/members?fields=id,picture&limit=100')
    expect(pictured.data[0].picture.data.is_silhouette).toBe(true)
    expect((await get(`/${database.cast.people.noor.memberId}/groups?limit=100`)).data.length).toBeGreaterThan(1)
  })

  test('groups and members with blanks between the names, as many as there are, by cursor', async () => {
    const groups = await get(
      '/community/groups/?fields=id,name,owner%7Bfirst_name,%20last_name,%20email%7D,privacy,updated_time,archived',
    )
    expect(groups.data.find((one: { name: string }) => one.name === 'Operations')).toMatchObject({
      archived: false,
      owner: { first_name: expect.any(String) },
    })
    const all = await get(
      `/${group()}/members/?fields=name,id,email,administrator,primary_address,department&limit=20000`,
    )
    const first = await get(
      `/${group()}/members/?fields=name,id,email,administrator,primary_address,department&limit=1`,
    )
    const second = await get(`/${group()}/members/?fields=name&limit=1&after=${first.paging.cursors.after}`)
    expect([first.data[0].id, second.data[0].id]).toEqual(all.data.slice(0, 2).map((one: { id: string }) => one.id))
    expect(all.data[0]).toMatchObject({ administrator: expect.any(Boolean), email: expect.any(String) })
  })

  test('a feed by its newest stir, the counts of a post, its comments with theirs', async () => {
    const feed = await get(
      `/${group()}/feed/?fields=created_time,updated_time,from%7Bfirst_name,%20last_name,%20email%7D,to,message,attachments,story,status_type,type&sorting_setting=RECENT_ACTIVITY&since=2020-01-01`,
    )
    expect(feed.data[0]).toMatchObject({
      from: { first_name: 'Noor', email: 'noor@cobalt.example' },
      to: { data: [{ id: group() }] },
      type: 'link',
    })
    const kinds = ['LIKE', 'CARE', 'LOVE', 'WOW', 'HAHA', 'SAD', 'ANGRY'].map(
      kind => `reactions.type(${kind}).limit(0).summary(total_count).as(reactions_${kind.toLowerCase()})`,
    )
    const counted = await get(
      `/${post}/?fields=seen.limit(0).summary(total_count),${kinds.join()},comments.limit(0).summary(total_count)`,
    )
    expect([
      counted.seen.summary.total_count,
      counted.reactions_like.summary.total_count,
      counted.reactions_haha.summary.total_count,
    ]).toEqual([1, 1, 0])
    const said = await get(
      `/${post}/comments/?fields=created_time,from%7Bname,id,email,primary_address,department%7D,message,id,${kinds.join()},comments.limit(0).summary(total_count)&order=chronological&since=1577836800&after=`,
    )
    expect(said.data).toMatchObject([
      {
        message: 'Seen',
        from: { name: 'Ana Ferreira' },
        comments: { summary: { total_count: 1 } },
        reactions_haha: { summary: { total_count: 1 } },
      },
    ])
    const later = Math.floor(Date.now() / 1_000) + 3_600
    expect((await get(`/${post}/comments/?since=${later}`)).data).toEqual([])
  })

  test('a group is archived, people and posts and copies of messages go', async () => {
    const { id } = await call('POST', '/community/groups', { name: 'To archive' })
    expect(
      await call('POST', `/${id}`, JSON.stringify({ archive: true }), { 'content-type': 'application/json' }),
    ).toEqual(done)
    const zoe = database.cast.people.zoe.memberId
    expect(await call('DELETE', `/${database.cast.groups.workshop}/members?email=zoe@cobalt.example`)).toEqual(done)
    await call('POST', `/${database.cast.groups.workshop}/members/${zoe}`)
    expect(await call('DELETE', `/${database.cast.groups.workshop}/members/${zoe}`)).toEqual(done)
    await call('POST', `/${database.cast.groups.workshop}/members/${zoe}`)
    await call('POST', '/me/messages', { recipient: { id: zoe }, message: { text: 'Copy' } })
    const found = await get(`/${zoe}/conversations?fields=messages{message,from,to,attachments,created_time}`)
    const [message] = found.data
      .flatMap(
        (one: { messages: { data: { id: string; message: string; to: { data: { id: string }[] } }[] } }) =>
          one.messages.data,
      )
      .filter((one: { message: string }) => one.message === 'Copy')
    expect(message.to.data[0].id).toBe(zoe)
    expect(await call('DELETE', `/${message.id}?user=${zoe}`)).toEqual(done)
    const gone = await call('POST', `/${group()}/feed`, { message: 'Gone soon' })
    expect(await call('DELETE', `/${gone.id}`)).toEqual(done)
  })

  test('the group cloner reads a whole feed and writes it again', async () => {
    const feed = await get(
      `/${group()}/feed?fields=id,from{name},updated_time,created_time,comments{summary,message,from,created_time,attachment},attachments,type,message,source,story,properties,permalink_url&order=chronological&limit=50`,
    )
    const times = feed.data.map((one: { created_time: string }) => one.created_time)
    expect(times).toEqual([...times].sort())
    expect(feed.data.find((one: { id: string }) => one.id === post)).toMatchObject({
      permalink_url: expect.stringMatching(/^http/),
      comments: { data: [{ message: 'Seen', from: { name: 'Ana Ferreira' } }] },
    })
    const { id } = await call('POST', '/community/groups?name=Clone&description=Copied+words&privacy=CLOSED')
    const copy = await call('POST', `/${id}/feed?formatting=MARKDOWN&message=%2Acopied%2A&attached_media=%5B%5D&files=`)
    expect(copy.id).toMatch(new RegExp(`^${id}_`))
    expect((await call('POST', `/${copy.id}/comments?message=as+it+was`)).id).toMatch(/_/)
    const head = '--cut\r\nContent-Disposition: form-data; name="source"; filename="a.jpg"\r\n\r\n'
    const parts = Buffer.concat([Buffer.from(head), await photograph(), Buffer.from('\r\n--cut--\r\n')])
    const photo = await call('POST', '/me/photos?published=false', parts, {
      'content-type': 'multipart/form-data; boundary=cut',
    })
    const pictured = await call('POST', `/${copy.id}/comments`, { message: 'Look', attachment_id: photo.id })
    expect(await get(`/${pictured.id}?fields=message,attachment`)).toMatchObject({
      message: 'Look',
      attachment: { type: 'photo', media: { image: { src: expect.stringContaining('?key=') } } },
    })
  })
})

describe('bots', () => {
  test('EmployeeSurvey, ExpenseBot: who somebody is, and how the bot greets, in brackets in the query', async () => {
    const { noor, bruno } = database.cast.people
    expect(await get(`/v2.6/${noor.memberId}?fields=first_name`)).toEqual({ first_name: 'Noor', id: noor.memberId })
    await call('POST', `/${bruno.memberId}`, { manager: noor.memberId })
    expect((await get(`/v2.9/${bruno.memberId}?fields=name,managers{name}`)).managers.data).toEqual([
      { name: 'Noor Haddad', id: noor.memberId },
    ])
    expect(await call('POST', '/v2.9/me/subscribed_apps')).toEqual(done)
    const settings =
      'setting_type=call_to_actions&thread_state=new_thread&call_to_actions%5B0%5D%5Bpayload%5D=GET_STARTED'
    expect((await call('POST', `/v2.9/me/thread_settings?${settings}`)).result).toBeDefined()
    const greeting = 'greeting%5B0%5D%5Blocale%5D=default&greeting%5B0%5D%5Btext%5D=Hi%20%7B%7Buser_first_name%7D%7D'
    expect(await call('POST', `/v2.9/me/messenger_profile?${greeting}`)).toEqual({ result: 'success' })
    const replies = {
      text: 'Well?',
      quick_replies: [{ content_type: 'text', title: 'Yes', payload: 'YES' }],
      metadata: 'M',
    }
    expect(
      await call('POST', '/v2.6/me/messages', { recipient: { id: noor.memberId }, message: replies }),
    ).toMatchObject({ recipient_id: noor.memberId })
    const generic = {
      attachment: {
        type: 'template',
        payload: {
          template_type: 'generic',
          image_aspect_ratio: 'square',
          elements: [
            {
              title: 'Receipt',
              subtitle: 'Lunch',
              image_url: 'https://a.example/r.png',
              buttons: [{ type: 'postback', title: 'Approve', payload: 'OK' }],
            },
          ],
        },
      },
    }
    expect(
      await call('POST', '/v2.9/me/messages', { recipient: { id: noor.memberId }, message: generic }),
    ).toMatchObject({ message_id: expect.any(String) })
  })

  test('ReactBot, FeedPoster, chatops: what was written and by whom, an answer below it, a post with a link', async () => {
    expect(await get(`/${post}?fields=message,from{name,email},formatting,permalink_url`)).toMatchObject({
      message: expect.stringContaining('Shift plan'),
      from: { name: 'Noor Haddad', email: 'noor@cobalt.example' },
      permalink_url: expect.any(String),
    })
    expect((await call('POST', `/${comment}/comments?message=Thanks`)).id).toMatch(/_/)
    expect((await call('POST', `/${group()}/feed?message=Read&link=https%3A%2F%2Fnews.example%2Fa`)).id).toMatch(/_/)
    const who = await programs.graph(
      `/${database.cast.people.noor.memberId}?fields=name,picture&access_token=${program.token}`,
    )
    expect(who.body).toMatchObject({ name: 'Noor Haddad', picture: { data: { url: expect.stringMatching(/^http/) } } })
  })

  test('workplace-action, fb-messenger-bot, pyfacebook', async () => {
    const { noor, bruno, zoe } = database.cast.people
    const chat = await call('POST', '/me/messages', {
      recipient: { ids: [noor.memberId, bruno.memberId] },
      message: { text: 'x' },
    })
    const sent = await programs.graph(`/v14.0/me/messages?access_token=${program.token}`, {
      method: 'POST',
      payload: { recipient: { thread_key: chat.thread_key }, message: { text: 'Built' } },
    })
    expect(sent.body).toEqual({ message_id: expect.any(String), thread_key: chat.thread_key })
    for (const sender_action of ['typing_on', 'typing_off', 'mark_seen'])
      expect(await call('POST', '/me/messages', { recipient: { id: noor.memberId }, sender_action })).toEqual({
        recipient_id: noor.memberId,
      })
    const regular = { recipient: { id: noor.memberId }, message: { text: 'x' }, notification_type: 'REGULAR' }
    expect(await call('POST', `/v2.6/me/messages?access_token=${program.token}`, regular)).toMatchObject({
      recipient_id: noor.memberId,
    })
    expect(await call('POST', `/v2.6/${group()}/members`, `email=${encodeURIComponent('zoe@cobalt.example')}`)).toEqual(
      done,
    )
    expect(await call('DELETE', `/v2.6/${group()}/members`, `email=zoe%40cobalt.example`)).toEqual(done)
    expect((await get(`/${zoe.memberId}?fields=id,name,first_name,last_name,email`)).first_name).toBe('Zoé')
    expect(await call('DELETE', '/me/messenger_profile', { fields: ['greeting'] })).toEqual({ result: 'success' })
  })

  test('messenger samples: attachments by address, every template, an account to link', async () => {
    const recipient = { id: database.cast.people.noor.memberId }
    const url = 'https://a.example/file.bin'
    const template = (payload: object) => ({ attachment: { type: 'template', payload } })
    const messages = [
      ...['image', 'audio', 'video', 'file'].map(type => ({ attachment: { type, payload: { url } } })),
      template({
        template_type: 'button',
        text: 'Open?',
        buttons: [
          { type: 'web_url', url, title: 'Open' },
          { type: 'postback', title: 'Do', payload: 'DO' },
          { type: 'phone_number', title: 'Call', payload: '+16505551234' },
        ],
      }),
      template({
        template_type: 'generic',
        elements: [{ title: 'a', buttons: [{ type: 'web_url', url, title: 'a' }] }, { title: 'b' }],
      }),
      template({
        template_type: 'receipt',
        recipient_name: 'P',
        order_number: '1',
        currency: 'USD',
        payment_method: 'Visa',
        timestamp: '1428444852',
        elements: [{ title: 'x', quantity: 1, price: 5, currency: 'USD' }],
        summary: { total_cost: 5 },
      }),
      template({
        template_type: 'button',
        text: 'Link',
        buttons: [{ type: 'account_link', url: 'https://a.example/authorize' }],
      }),
    ]
    for (const message of messages)
      expect(await call('POST', '/v2.6/me/messages', { recipient, message }), JSON.stringify(message)).toMatchObject({
        recipient_id: recipient.id,
        message_id: expect.any(String),
      })
  })
})

describe('generic libraries beside those from npm', () => {
  test('facebook-sdk: several by number in a map, its permissions, an app’s own token, a picture as source', async () => {
    const { ana, noor } = database.cast.people
    expect(Object.keys(await get(`/v3.1/?ids=${ana.memberId},${noor.memberId}&fields=name`))).toEqual([
      ana.memberId,
      noor.memberId,
    ])
    const held = await get('/v3.1/me/permissions')
    expect(held.data).toContainEqual({ permission: 'read_group', status: 'granted' })
    const app = await programs.graph(
      `/v3.1/oauth/access_token?client_id=${program.appId}&client_secret=${program.secret}&grant_type=client_credentials`,
    )
    expect(app.body).toMatchObject({ access_token: `${program.appId}|${program.secret}` })
    const debug = await programs.graph(
      `/v3.1/debug_token?input_token=${program.token}&access_token=${program.appId}|${program.secret}`,
    )
    expect(debug.body.data).toMatchObject({ is_valid: true })
  })

  test('messaging-api-messenger: an attachment kept, its thread’s owner', async () => {
    const cut =
      '--cut\r\nContent-Disposition: form-data; name="message"\r\n\r\n{"attachment":{"type":"file","payload":{"is_reusable":true}}}\r\n--cut\r\nContent-Disposition: form-data; name="filedata"; filename="a.txt"\r\nContent-Type: text/plain\r\n\r\nWords\r\n--cut--\r\n'
    const kept = await call('POST', '/v3.2/me/message_attachments', Buffer.from(cut), {
      'content-type': 'multipart/form-data; boundary=cut',
    })
    expect(kept).toEqual({ attachment_id: expect.any(String) })
    const carried = { attachment: { type: 'file', payload: { attachment_id: kept.attachment_id } } }
    const { noor } = database.cast.people
    const sent = await call('POST', '/me/messages', { recipient: { id: noor.memberId }, message: carried })
    expect(sent).toMatchObject({ message_id: expect.any(String) })
    const read = await get(`/${sent.message_id}/attachments?fields=id,nime_type,name,size,file_url`)
    expect(read.data).toMatchObject([{ name: 'a.txt', size: 5, file_url: expect.stringContaining('?key=') }])
    const file = new URL(read.data[0].file_url)
    const opened = (cookie?: string) =>
      server.app.inject({
        url: cookie ? file.pathname : file.pathname + file.search,
        headers: { ...(cookie && { cookie }) },
      })
    expect((await opened()).body).toBe('Words')
    // Whom it was sent to opens it; nobody else does.
    expect([
      (await opened(await server.cookie('noor'))).body,
      (await opened(await server.cookie('bruno'))).statusCode,
    ]).toEqual(['Words', 404])
    const withPart = await call(
      'POST',
      '/me/messages',
      Buffer.from(
        cut.replace(
          'name="message"\r\n\r\n',
          `name="recipient"\r\n\r\n{"id":"${noor.memberId}"}\r\n--cut\r\nContent-Disposition: form-data; name="message"\r\n\r\n`,
        ),
      ),
      { 'content-type': 'multipart/form-data; boundary=cut' },
    )
    expect(withPart).toMatchObject({ recipient_id: noor.memberId })
    expect(
      (
        await call('POST', '/me/messages', {
          recipient: { id: noor.memberId },
          message: { attachment: { type: 'file', payload: { attachment_id: '1' } } },
        })
      ).error.code,
    ).toBe(100)
    await run(sql`update files set uploaded_at = now() - interval '40 days' where id = ${kept.attachment_id}`)
    await forgetFiles()
    expect((await opened()).body).toBe('Words')
    await call('DELETE', `/${sent.message_id.replace('mid.$', 'm_')}?user=${noor.memberId}`)
    expect((await opened(await server.cookie('noor'))).statusCode).toBe(404)
    const owner = await get(`/v3.2/me/thread_owner?recipient=${database.cast.people.noor.memberId}`)
    expect(owner.data).toMatchObject([{ thread_owner: { app_id: program.appId } }])
  })
})
