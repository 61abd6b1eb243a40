import { expect, test } from 'vitest'
import * as groups from '../../../contract/api/groups.ts'
import * as posts from '../../../contract/api/posts.ts'
import type { CastName } from '../../../sandbox/cast.ts'
import { asServed, useDatabase, watchEvents } from '../../../test/harness/database.ts'
import { useServer } from '../../../test/harness/server.ts'
import { rows, run, sql } from '../../platform/db.ts'

const database = useDatabase(asServed)
const server = useServer(database)
const id = (who: CastName): string => database.cast.people[who].memberId
const make = (who: CastName, name: string, privacy: groups.Privacy) =>
  server.call(who, groups.createGroup, { body: { name, description: 'about', privacy, cover: 'sea' } })
const standing = async (who: CastName, groupId: string) =>
  (await server.call(who, groups.getGroup, { params: { groupId } })).standing
const roles = async (groupId: string): Promise<Record<string, string>> =>
  Object.fromEntries(
    (
      await rows<{ member_id: string; role: string }>(
        sql`select member_id, role from memberships where group_id = ${groupId}`,
      )
    ).map(row => [row.member_id, row.role]),
  )

test('a group is led by who made it', async () => {
  const events = watchEvents()
  await events()
  const made = await make('zoe', '  Tyres ', 'closed')
  expect(made).toMatchObject({ name: 'Tyres', standing: 'admin', memberCount: 1, may: { manage: true, post: true } })
  expect(await events()).toEqual(['group.created', 'membership.created'])
  expect((await server.refused('zoe', groups.createGroup, { body: { ...made, name: '   ' } as never })).code).toBe(
    'bad_input',
  )
  const changed = await server.call('zoe', groups.changeGroup, {
    params: { groupId: made.id },
    body: { cover: 'moss' },
  })
  expect(changed).toMatchObject({ name: 'Tyres', cover: 'moss', privacy: 'closed' })
  expect(await events()).toEqual(['group.changed'])
})

test('an open group is joined, a closed one asked for, a secret one entered by invitation only', async () => {
  const [open, closed, secret] = [
    await make('noor', 'Open one', 'open'),
    await make('noor', 'Closed one', 'closed'),
    await make('noor', 'Secret one', 'secret'),
  ]
  const join = (who: CastName, groupId: string) => server.call(who, groups.joinGroup, { params: { groupId } })
  expect((await join('bruno', open.id)).standing).toBe('member')
  expect((await join('bruno', open.id)).memberCount).toBe(2)
  expect((await join('bruno', closed.id)).standing).toBe('asked')
  expect((await server.refused('bruno', posts.groupFeed, { params: { groupId: closed.id } })).code).toBe('not_found')
  expect((await server.refused('bruno', groups.joinGroup, { params: { groupId: secret.id } })).code).toBe('not_found')

  const asked = await server.call('noor', groups.listGroupRequests, { params: { groupId: closed.id } })
  expect(asked.items.map(item => item.member.name)).toEqual(['Bruno Keller'])
  const answer = (admit: boolean) =>
    ({ params: { groupId: closed.id, memberId: id('bruno') }, body: { admit } }) as const
  expect((await server.refused('zoe', groups.answerGroupRequest, answer(true))).code).toBe('forbidden')
  await server.call('noor', groups.answerGroupRequest, answer(true))
  expect(await standing('bruno', closed.id)).toBe('member')
  expect((await server.refused('noor', groups.answerGroupRequest, answer(true))).code).toBe('already_settled')

  await server.call('noor', groups.inviteToGroup, {
    params: { groupId: secret.id },
    body: { memberIds: [id('bruno'), id('bruno'), '1'] },
  })
  expect(await standing('bruno', secret.id)).toBe('invited')
  expect((await server.refused('bruno', posts.groupFeed, { params: { groupId: secret.id } })).code).toBe('not_found')
  expect((await join('bruno', secret.id)).standing).toBe('member')
  const left = await server.call('bruno', groups.leaveGroup, { params: { groupId: secret.id } })
  expect(left).toEqual({ group: null })
  expect((await server.refused('bruno', groups.getGroup, { params: { groupId: secret.id } })).code).toBe('not_found')
})

test('a question can be taken back or turned down, and asked again', async () => {
  const { id: groupId } = await make('noor', 'Questions', 'closed')
  const params = { groupId }
  await server.call('lucie', groups.joinGroup, { params })
  expect((await server.call('lucie', groups.leaveGroup, { params })).group?.standing).toBe('none')
  await server.call('lucie', groups.joinGroup, { params })
  await server.call('noor', groups.answerGroupRequest, {
    params: { groupId, memberId: id('lucie') },
    body: { admit: false },
  })
  expect(await standing('lucie', groupId)).toBe('none')
  await server.call('lucie', groups.joinGroup, { params })
  await server.call('noor', groups.inviteToGroup, { params, body: { memberIds: [id('lucie')] } })
  expect(await standing('lucie', groupId)).toBe('member')
})

test('twenty who take one another’s rights at once leave an admin', async () => {
  const { id: groupId } = await make('noor', 'Many leaders', 'open')
  const leaders: CastName[] = ['noor', 'bruno', 'lucie', 'zoe']
  for (const who of leaders.slice(1)) {
    await server.call(who, groups.joinGroup, { params: { groupId } })
    await server.call('noor', groups.changeGroupRole, {
      params: { groupId, memberId: id(who) },
      body: { role: 'admin' },
    })
  }
  const swallow = (): undefined => undefined
  await Promise.all(
    Array.from({ length: 20 }, (_, n) => {
      const [who, whom] = [leaders[n % 4] ?? 'noor', leaders[(n * 3 + 1) % 4] ?? 'noor']
      const params = { groupId, memberId: id(whom) }
      if (n % 3 === 0) return server.call(who, groups.leaveGroup, { params: { groupId } }).catch(swallow)
      if (n % 3 === 1) return server.call(who, groups.removeFromGroup, { params }).catch(swallow)
      return server.call(who, groups.changeGroupRole, { params, body: { role: 'member' } }).catch(swallow)
    }),
  )
  expect(Object.values(await roles(groupId))).toContain('admin')
})

test('the last admin stays by every path, and is told what to do', async () => {
  const { id: groupId } = await make('zoe', 'Mine alone', 'open')
  const params = { groupId, memberId: id('zoe') }
  await server.call('bruno', groups.joinGroup, { params: { groupId } })
  for (const refused of [
    await server.refused('zoe', groups.leaveGroup, { params: { groupId } }),
    await server.refused('zoe', groups.removeFromGroup, { params }),
    await server.refused('zoe', groups.changeGroupRole, { params, body: { role: 'member' } }),
  ])
    expect(refused).toMatchObject({ code: 'last_group_admin', status: 409 })
})

test('moderators take out members, not one another; strangers take out nobody', async () => {
  const { workshop } = database.cast.groups
  const remove = (whom: CastName) => ({ params: { groupId: workshop, memberId: id(whom) } })
  expect((await server.refused('noor', groups.removeFromGroup, remove('bruno'))).code).toBe('forbidden')
  expect((await server.refused('zoe', groups.removeFromGroup, remove('ana'))).code).toBe('forbidden')
  expect((await server.refused('lucie', groups.removeFromGroup, remove('ana'))).code).toBe('forbidden')
  await server.call('noor', groups.removeFromGroup, remove('theo'))
  expect((await server.refused('noor', groups.removeFromGroup, remove('theo'))).code).toBe('not_found')
})

test('an archived group is read, not written, and comes back as it was', async () => {
  const { id: groupId } = await make('noor', 'Old times', 'open')
  const params = { groupId }
  const post = await server.call('noor', posts.createPost, { params, body: { text: 'kept' } })
  expect((await server.call('noor', groups.archiveGroup, { params })).archived).toBe(true)
  expect((await server.call('zoe', posts.groupFeed, { params })).items.map(item => item.text)).toEqual(['kept'])
  const about = { postId: post.id }
  const refusals = [
    await server.refused('noor', posts.createPost, { params, body: { text: 'x' } }),
    await server.refused('noor', posts.createComment, { params: about, body: { text: 'x' } }),
    await server.refused('noor', posts.editPost, { params: about, body: { text: 'x' } }),
    await server.refused('noor', posts.react, { params: { subjectId: post.id }, body: { kind: 'like' } }),
    await server.refused('zoe', groups.joinGroup, { params }),
  ]
  expect(refusals.map(refused => refused.code)).toEqual(Array(5).fill('group_archived'))
  expect((await server.call('noor', groups.listGroups)).items.map(group => group.id)).not.toContain(groupId)
  const archived = await server.call('noor', groups.listGroups, { query: { archived: true } })
  expect(archived.items.map(group => group.id)).toContain(groupId)
  expect((await server.refused('zoe', groups.restoreGroup, { params })).code).toBe('forbidden')
  expect((await server.call('noor', groups.restoreGroup, { params })).may.post).toBe(true)
  const audited = await rows<{ action: string }>(
    sql`select action from audit where subject_id = ${groupId} order by id`,
  )
  expect(audited.map(row => row.action)).toEqual(['group.archived', 'group.restored'])
})

test('a secret group is not there for strangers, on any route', async () => {
  const groupId = database.cast.groups.board
  const [group, member] = [{ params: { groupId } }, { params: { groupId, memberId: id('mei') } }]
  for (const who of ['bruno', 'samir', 'theo'] as const) {
    const tries = [
      server.refused(who, groups.getGroup, group),
      server.refused(who, groups.changeGroup, { ...group, body: { name: 'x' } }),
      server.refused(who, groups.archiveGroup, group),
      server.refused(who, groups.restoreGroup, group),
      server.refused(who, groups.joinGroup, group),
      server.refused(who, groups.leaveGroup, group),
      server.refused(who, groups.listGroupMembers, group),
      server.refused(who, groups.inviteToGroup, { ...group, body: { memberIds: [id(who)] } }),
      server.refused(who, groups.changeGroupRole, { ...member, body: { role: 'admin' } }),
      server.refused(who, groups.removeFromGroup, member),
      server.refused(who, groups.appointAdmin, { ...group, body: { memberId: id(who) } }),
      server.refused(who, groups.listGroupRequests, group),
      server.refused(who, groups.answerGroupRequest, { ...member, body: { admit: true } }),
    ]
    const missing = await server.refused(who, groups.getGroup, { params: { groupId: '999' } })
    for (const refused of await Promise.all(tries)) {
      expect(refused).toMatchObject({ code: 'not_found', status: missing.status })
      expect(refused.body.replace(/"traceId":"\w+"/, '')).toBe(missing.body.replace(/"traceId":"\w+"/, ''))
    }
    expect(JSON.stringify(await server.call(who, groups.listGroups, { query: { of: 'all' } }))).not.toContain('Board')
  }
})

test('members of a closed group are listed for members only, page by page, by name', async () => {
  const params = { groupId: database.cast.groups.operations }
  expect((await server.refused('zoe', groups.listGroupMembers, { params })).code).toBe('not_found')
  const first = await server.call('bruno', groups.listGroupMembers, { params, query: { limit: 2 } })
  const rest = await server.call('bruno', groups.listGroupMembers, { params, query: { after: first.next ?? '' } })
  const names = [...first.items, ...rest.items].map(member => member.name)
  expect(names).toEqual(['Ana Ferreira', 'Bruno Keller', 'Lucie Bernard', 'Noor Haddad', 'Théo Marchand'])
  const found = await server.call('bruno', groups.listGroupMembers, { params, query: { search: 'theo' } })
  expect(found.items.map(member => member.name)).toEqual(['Théo Marchand'])
})

test('a group whose last admin lost their seat is led again by whom an administrator names, or, where it is secret, its members', async () => {
  const [closed, secret] = [
    await make('samir', 'Closed orphan', 'closed'),
    await make('samir', 'Secret orphan', 'secret'),
  ]
  for (const { id: groupId } of [closed, secret]) {
    await run(sql`
      insert into memberships (community_id, group_id, member_id, role)
      values (${database.cast.communityId}, ${groupId}, ${id('lucie')}, 'member')`)
  }
  const appoint = (groupId: string, who: CastName) => ({ params: { groupId }, body: { memberId: id(who) } })
  const may = async (who: CastName, groupId: string) =>
    (await server.call(who, groups.getGroup, { params: { groupId } })).may.appoint
  // Somebody leads: nobody else says who does.
  expect(await may('ana', closed.id)).toBe(false)
  expect((await server.refused('ana', groups.appointAdmin, appoint(closed.id, 'ana'))).code).toBe('already_settled')
  await run(sql`update members set active = false where id = ${id('samir')}`)
  expect([await may('ana', closed.id), await may('lucie', closed.id), await may('lucie', secret.id)]).toEqual([
    true,
    false,
    true,
  ])
  expect((await server.refused('lucie', groups.appointAdmin, appoint(closed.id, 'lucie'))).code).toBe('forbidden')
  expect((await server.refused('ana', groups.appointAdmin, appoint(secret.id, 'ana'))).code).toBe('not_found')
  for (const stranger of ['zoe', 'samir'] as const)
    expect((await server.refused('ana', groups.appointAdmin, appoint(closed.id, stranger))).code).toBe('not_found')
  const events = watchEvents()
  await events()
  await server.call('ana', groups.appointAdmin, appoint(closed.id, 'lucie'))
  expect(await events()).toEqual(['membership.changed'])
  expect(await server.call('lucie', groups.getGroup, { params: { groupId: closed.id } })).toMatchObject({
    standing: 'admin',
    may: { manage: true, appoint: false },
  })
  await server.call('lucie', groups.appointAdmin, appoint(secret.id, 'lucie'))
  expect((await roles(secret.id))[id('lucie')]).toBe('admin')
  expect((await server.refused('ana', groups.appointAdmin, appoint(closed.id, 'ana'))).code).toBe('already_settled')
  const [audited] = await rows<{ n: number }>(sql`
    select count(*)::int as n from audit where action = 'group.admin_appointed' and subject_id in (${closed.id}, ${secret.id})`)
  expect(audited).toEqual({ n: 2 })
  await run(sql`update members set active = true where id = ${id('samir')}`)
})
