import fc from 'fast-check'
import { expect, test } from 'vitest'
import { useDatabase } from '../../../test/harness/database.ts'
import { one, rows, run, sql } from '../../platform/db.ts'
import type { Actor, Bot, Person } from './actor.ts'
import { botOfGrant } from './asked-by.ts'
import { audienceOf } from './audience.sql.ts'
import { groupFacts } from './facts.sql.ts'
import { demand, demandInside, may } from './may.ts'
import { type GroupAction, type GroupFacts, groupRules } from './rules.ts'
import { visible } from './visible.ts'

const database = useDatabase()

const groupArbitrary = fc.record({
  privacy: fc.constantFrom('open', 'closed', 'secret'),
  archived: fc.boolean(),
  membership: fc.constantFrom(null, 'member', 'moderator', 'admin'),
  offer: fc.constantFrom(null, 'asked', 'invited'),
  granted: fc.boolean(),
  grantedBefore: fc.boolean(),
})
const worldArbitrary = fc.record({
  groups: fc.array(groupArbitrary, { minLength: 1, maxLength: 8 }),
  role: fc.constantFrom('member', 'content_moderator', 'account_manager', 'system_administrator'),
  active: fc.boolean(),
  state: fc.constantFrom('enabled', 'disabled', 'removed'),
  connection: fc.constantFrom('none', 'pending', 'connected', 'broken'),
  everyone: fc.boolean(),
  over: fc.subarray(['whole', 'everyone', 'group', 'permission'] as const, { maxLength: 1 }),
  permissions: fc.subarray(['read_content', 'read_members', 'preview_links', 'post_notices']),
})
type World = typeof worldArbitrary extends fc.Arbitrary<infer W> ? W : never

interface Made {
  communityId: string
  groupIds: string[]
  person: Person
  bot: Actor
}

/** A community of its own for each world, with one person and one bot in it. */
async function make(world: World): Promise<Made> {
  const { id: communityId } = await one<{ id: string }>(
    sql`insert into communities (name, domain) values ('w', 'w-' || currval('ids') || random()) returning id`,
  )
  const seat = (kind: string, active: boolean) =>
    one<{ id: string }>(sql`
      insert into members (community_id, kind, name, role, active) values (${communityId}, ${kind}, 'x', ${world.role}, ${active}) returning id`)
  const [{ id: memberId }, { id: botId }] = [await seat('person', world.active), await seat('bot', true)]
  const groups = await rows<{ id: string; n: number }>(sql`
    with input as (select nextval('ids') as id, g.* from jsonb_to_recordset(${JSON.stringify(world.groups.map((group, n) => ({ n, ...group })))}::jsonb)
      as g(n int, privacy text, archived boolean, membership text, offer text)), made as (
      insert into groups (community_id, id, name, privacy, created_by, archived_at)
      select ${communityId}, id, 'g', privacy, ${memberId}, case when archived then now() end from input returning id)
    select i.id, i.n from input i join made using (id) order by n`)
  const groupIds = groups.map(group => group.id)
  for (const [n, group] of world.groups.entries()) {
    if (group.membership)
      await run(sql`
        insert into memberships (community_id, group_id, member_id, role) values (${communityId}, ${groupIds[n]}, ${memberId}, ${group.membership})`)
    if (group.offer)
      await run(sql`
        insert into membership_offers (community_id, group_id, member_id, kind, made_by) values (${communityId}, ${groupIds[n]}, ${memberId}, ${group.offer}, ${memberId})`)
  }
  const { id: installationId } = await one<{ id: string }>(sql`
    insert into installations (community_id, integration_id, bot_id, state, connection, inbound_key, enabled_by)
    values (${communityId}, 'x', ${botId}, ${world.state}, ${world.connection}, 'k' || currval('ids') || random(), ${memberId}) returning id`)
  await grant(communityId, installationId, world, true)
  await grant(communityId, installationId, world, false)
  for (const kind of world.over)
    await run(sql`
      insert into grant_ends (community_id, installation_id, kind, group_id, permission, ends_at, set_by)
      values (${communityId}, ${installationId}, ${kind}, case ${kind} when 'group' then ${groupIds[0]}::bigint end,
        case ${kind} when 'permission' then 'read_content' end, now(), ${memberId})`)
  return {
    communityId,
    groupIds,
    person: {
      kind: 'person',
      communityId,
      memberId,
      accountId: '0',
      sessionId: '0',
      role: world.role as Person['role'],
      language: 'en',
    },
    bot: { kind: 'bot', communityId, memberId: botId, installationId, language: 'en' },
  }

  async function grant(community: string, installation: string, asked: World, superseded: boolean): Promise<void> {
    const { id } = await one<{ id: string }>(sql`
      insert into grants (community_id, installation_id, permissions, everyone, granted_by, superseded_at)
      values (${community}, ${installation}, ${superseded ? ['read_content', 'post_notices'] : asked.permissions},
        ${superseded || asked.everyone}, ${memberId}, case when ${superseded} then now() end) returning id`)
    const reached = groupIds.filter((_, n) => world.groups[n]?.[superseded ? 'grantedBefore' : 'granted'])
    await run(sql`
      insert into grant_groups (community_id, grant_id, group_id) select ${community}, ${id}, g from unnest(${reached}::bigint[]) as g`)
  }
}

const listed = async (actor: Actor, action: 'group.see' | 'group.read'): Promise<string[]> =>
  (
    await rows<{ id: string }>(sql`select g.id from groups g where ${visible(actor, action, sql`g`)} order by g.id`)
  ).map(row => row.id)

/** Asked by a statement that reads the bot's installation and grants itself. */
const listedAtHand = async ({ communityId, installationId }: Bot, action: 'group.see' | 'group.read') =>
  (
    await rows<{ id: string }>(sql`
      select g.id from installations i
      join grants r on r.community_id = i.community_id and r.installation_id = i.id
      join groups g on ${visible(botOfGrant, action, sql`g`)}
      where i.community_id = ${communityId} and i.id = ${installationId} order by g.id`)
  ).map(row => row.id)

test('`visible` lists exactly what `may` allows, for persons and bots, in any world', async () => {
  await fc.assert(
    fc.asyncProperty(worldArbitrary, async world => {
      const made = await make(world)
      for (const actor of [made.person, made.bot])
        for (const action of ['group.see', 'group.read'] as const) {
          const allowed = await Promise.all(made.groupIds.map(id => may(actor, action, id)))
          const expected = made.groupIds.filter((_, n) => allowed[n])
          expect(await listed(actor, action)).toEqual(expected)
          if (actor.kind === 'bot') expect(await listedAtHand(actor, action)).toEqual(expected)
        }
    }),
    { numRuns: 60 },
  )
})

test('what is said to many at once is what is said to one', async () => {
  await fc.assert(
    fc.asyncProperty(worldArbitrary, async world => {
      const { communityId, groupIds, person } = await make({ ...world, active: true })
      const facts = await groupFacts(person, groupIds)
      const audience = await audienceOf(communityId, groupIds, [person.memberId])
      for (const id of groupIds) expect(audience(person, id)).toEqual(facts.get(id))
    }),
    { numRuns: 30 },
  )
})

const actions = Object.keys(groupRules) as GroupAction[]

test('nobody acts from another community, without a seat, or as a bot beyond what was granted', async () => {
  await fc.assert(
    fc.asyncProperty(worldArbitrary, async world => {
      const made = await make(world)
      const strangers: Actor[] = [database.as('ana'), { ...made.person, memberId: '1' }]
      if (!world.active) strangers.push(made.person)
      if (world.state !== 'enabled' || world.connection === 'pending') strangers.push(made.bot)
      for (const actor of strangers)
        for (const action of actions) for (const id of made.groupIds) expect(await may(actor, action, id)).toBe(false)
      for (const [n, id] of made.groupIds.entries()) {
        const reached = world.everyone || world.groups[n]?.granted
        for (const action of actions) if (!reached) expect(await may(made.bot, action, id)).toBe(false)
      }
    }),
    { numRuns: 20 },
  )
})

const facts = (given: Partial<GroupFacts>): GroupFacts => ({
  privacy: 'closed',
  archived: false,
  membership: null,
  invited: false,
  role: 'member',
  adminsPost: false,
  approves: false,
  letsIn: 'privacy',
  inScope: false,
  permissions: [],
  ...given,
})

test.each<[string, Partial<GroupFacts>, GroupAction[]]>([
  [
    'a stranger to an open group',
    { privacy: 'open' },
    ['group.see', 'group.read', 'group.report', 'group.members', 'group.comment', 'group.join'],
  ],
  ['a stranger to a closed group', {}, ['group.see', 'group.ask']],
  [
    'a stranger to an open group whose admins let people in',
    { privacy: 'open', letsIn: 'admins' },
    ['group.see', 'group.read', 'group.report', 'group.members', 'group.comment', 'group.ask'],
  ],
  [
    'a member of an open group whose admins let people in',
    { privacy: 'open', letsIn: 'admins', membership: 'member' },
    ['group.see', 'group.read', 'group.report', 'group.members', 'group.post', 'group.compose', 'group.comment'],
  ],
  [
    'a member of a closed group where anyone lets people in',
    { letsIn: 'anyone', membership: 'member' },
    [
      'group.see',
      'group.read',
      'group.report',
      'group.members',
      'group.post',
      'group.compose',
      'group.comment',
      'group.invite',
    ],
  ],
  ['a stranger to a secret group where anyone lets people in', { privacy: 'secret', letsIn: 'anyone' }, []],
  ['a stranger to a secret group', { privacy: 'secret' }, []],
  ['somebody invited to a secret group', { privacy: 'secret', invited: true }, ['group.see', 'group.join']],
  [
    'a member',
    { membership: 'member' },
    ['group.see', 'group.read', 'group.report', 'group.members', 'group.post', 'group.compose', 'group.comment'],
  ],
  [
    'a member of a secret group',
    { privacy: 'secret', membership: 'member' },
    [
      'group.see',
      'group.read',
      'group.report',
      'group.members',
      'group.post',
      'group.compose',
      'group.comment',
      'group.appoint',
    ],
  ],
  [
    'a member where only admins post',
    { membership: 'member', adminsPost: true },
    ['group.see', 'group.read', 'group.report', 'group.members', 'group.comment'],
  ],
  [
    'a member where posts wait for approval',
    { membership: 'member', approves: true },
    ['group.see', 'group.read', 'group.report', 'group.members', 'group.propose', 'group.compose', 'group.comment'],
  ],
  [
    'a moderator where posts wait for approval',
    { membership: 'moderator', approves: true },
    [
      'group.see',
      'group.read',
      'group.report',
      'group.members',
      'group.post',
      'group.compose',
      'group.comment',
      'group.invite',
      'group.moderate',
    ],
  ],
  [
    'a member where only admins post, and posts would wait',
    { membership: 'member', adminsPost: true, approves: true },
    ['group.see', 'group.read', 'group.report', 'group.members', 'group.comment'],
  ],
  [
    'an admin where only admins post',
    { membership: 'admin', adminsPost: true },
    [
      ...([
        'group.see',
        'group.read',
        'group.report',
        'group.members',
        'group.post',
        'group.compose',
        'group.comment',
      ] as const),
      ...(['group.invite', 'group.moderate', 'group.manage', 'group.route'] as const),
    ],
  ],
  [
    'a member of an archived group',
    { membership: 'member', archived: true },
    ['group.see', 'group.read', 'group.report', 'group.members'],
  ],
  ['a content moderator outside a secret group', { privacy: 'secret', role: 'content_moderator' }, []],
  ['a system administrator outside a secret group', { privacy: 'secret', role: 'system_administrator' }, []],
  [
    'a system administrator outside a closed group',
    { role: 'system_administrator' },
    ['group.see', 'group.ask', 'group.appoint', 'group.route'],
  ],
  ['a bot without permissions', { role: null, inScope: true }, ['group.see']],
  [
    'a bot that may post',
    { role: null, inScope: true, permissions: ['post_notices'] },
    ['group.see', 'group.post', 'group.compose', 'group.comment'],
  ],
  [
    'a bot that may manage content',
    { role: null, inScope: true, permissions: ['manage_content'] },
    ['group.see', 'group.post', 'group.compose', 'group.comment', 'group.moderate'],
  ],
  [
    'a bot that may manage groups',
    { role: null, inScope: true, permissions: ['manage_groups'] },
    ['group.see', 'group.members', 'group.manage'],
  ],
  [
    'a bot that may see members',
    { role: null, inScope: true, permissions: ['read_members'] },
    ['group.see', 'group.members'],
  ],
  [
    'a bot that may report',
    { role: null, inScope: true, permissions: ['report_content'] },
    ['group.see', 'group.report'],
  ],
  ['a bot out of scope', { role: null, permissions: ['post_notices', 'read_content'] }, []],
])('%s may do this and nothing else', (_, given, allowed) => {
  expect(actions.filter(action => groupRules[action](facts(given))).toSorted()).toEqual(allowed.toSorted())
})

test('what cannot be seen is not found, what can be seen is forbidden, what is archived is said to be so', async () => {
  const { board, operations, workshop } = database.cast.groups
  await expect(demand(database.as('zoe'), 'group.post', board)).rejects.toMatchObject({ code: 'not_found' })
  await expect(demand(database.as('zoe'), 'group.post', '1')).rejects.toMatchObject({ code: 'not_found' })
  await expect(demand(database.as('zoe'), 'group.post', operations)).rejects.toMatchObject({ code: 'forbidden' })
  await expect(demandInside(database.as('zoe'), 'group.post', operations)).rejects.toMatchObject({ code: 'not_found' })
  await run(sql`update groups set archived_at = now() where id = ${workshop}`)
  await expect(demand(database.as('zoe'), 'group.post', workshop)).rejects.toMatchObject({ code: 'group_archived' })
  await expect(demand(database.as('lucie'), 'group.post', workshop)).rejects.toMatchObject({ code: 'forbidden' })
})
