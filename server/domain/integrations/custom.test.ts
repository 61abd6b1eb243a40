import { afterEach, expect, test } from 'vitest'
import { programPermissions } from '../../../contract/permissions.ts'
import { useDatabase } from '../../../test/harness/database.ts'
import { moveClock } from '../../platform/clock.ts'
import { maybe, one, rows, run, sql } from '../../platform/db.ts'
import type { Bot } from '../access/actor.ts'
import { createComment } from '../posts/create-comment.ts'
import { createPost } from '../posts/create-post.ts'
import { holderOf, issueToken } from './access-tokens.ts'
import { changeDetails } from './change-custom.ts'
import { changePlan } from './change-plan.ts'
import { changeSecurity } from './change-security.ts'
import { createCustomIntegration } from './create-custom.ts'
import { disableIntegration, removeIntegration, restoreIntegration } from './disable-integration.ts'
import { changeGrant } from './enable-integration.ts'
import { endDisuse } from './end-disuse.ts'
import { forgetDeletedIntegrations } from './forget-deleted.ts'
import { giveBackPermissions } from './give-back.ts'
import { type InstallationRow, installationById } from './installations.sql.ts'
import { getIntegration } from './list-integrations.ts'
import { undeleteIntegration } from './undelete-custom.ts'

const database = useDatabase()
const day = 86_400_000
afterEach(async () => {
  moveClock(0)
  await run(sql`update communities set plan = 'advanced'`)
})

const ana = () => database.as('ana')
const make = (permissions: readonly string[] = ['read_content', 'manage_content'], everyone = true) =>
  createCustomIntegration(ana(), {
    name: 'Night watch',
    description: 'Looks after orders.',
    permissions,
    scope: everyone ? { everyone } : { everyone: false, groupIds: [database.cast.groups.operations] },
  })
const again = (row: InstallationRow) => installationById(row.community_id, row.id)
const tokenFor = (row: InstallationRow) =>
  issueToken({ communityId: row.community_id, installationId: row.id }, ana().memberId)
const botOf = (row: InstallationRow): Bot => ({
  kind: 'bot',
  communityId: row.community_id,
  memberId: row.bot_id,
  installationId: row.id,
  language: 'en',
})
/** What administrators were told of it since, oldest first. */
const told = async (row: InstallationRow) =>
  (
    await rows<{ kind: string }>(sql`
      select distinct on (kind) kind, id from notifications where subject_id = ${row.id} and member_id = ${ana().memberId} order by kind, id`)
  ).map(one => one.kind)
const call = (row: InstallationRow, daysFromNow: number) =>
  run(sql`
    insert into api_days (community_id, installation_id, day, calls)
    values (${row.community_id}, ${row.id}, current_date + ${daysFromNow}::int, 3)
    on conflict (community_id, installation_id, day) do update set calls = api_days.calls + 3`)

test('its name is one line that can be seen, and turns nothing that stands beside it', async () => {
  const named = (name: string) =>
    createCustomIntegration(ana(), { name, description: '', permissions: [], scope: { everyone: true } })
  for (const unseen of ['\u200b', ' \u2060\u00ad', '\u202e'])
    await expect(named(unseen)).rejects.toMatchObject({ code: 'bad_input' })
  const row = await named('Pay\u202eroll\r\nBcc: \u001b[31mall ')
  const { name } = await one<{ name: string }>(sql`select name from members where id = ${row.bot_id}`)
  expect(name).toBe('Payroll Bcc: [31mall')
})

test('what may not be granted is refused: unknown permissions, those of connectors, and what needs all groups with less', async () => {
  await expect(make(['preview_links'])).rejects.toMatchObject({ code: 'bad_input' })
  await expect(make(['everything'])).rejects.toMatchObject({ code: 'bad_input' })
  await expect(make(['provision_accounts'], false)).rejects.toMatchObject({ code: 'all_groups_needed' })
  await expect(make([...programPermissions])).resolves.toMatchObject({ permissions: [...programPermissions] })
})

test('who answers for it is a role that administers or a group; a secret group of others is not there', async () => {
  const row = await make()
  const change = (owner: Parameters<typeof changeDetails>[2]['owner']) =>
    changeDetails(database.as('theo'), row.integration_id, {
      name: 'Night watch',
      description: '',
      discoverable: false,
      owner,
    })
  await expect(change({ role: 'member' })).rejects.toMatchObject({ code: 'bad_input' })
  await expect(change({ groupId: database.cast.groups.board })).rejects.toMatchObject({ code: 'not_found' })
  await change({ groupId: database.cast.groups.workshop })
  const { program } = await getIntegration(ana(), row.integration_id)
  expect(program?.owner).toMatchObject({ kind: 'group', name: 'Workshop' })
  expect(program?.changedBy.name).toBe('Théo Marchand')
  const board = { groupId: database.cast.groups.board }
  const details = { name: 'Night watch', description: '', discoverable: false, owner: board }
  await changeDetails(ana(), row.integration_id, details)
  const seen = await getIntegration(database.as('theo'), row.integration_id)
  expect(seen.program?.owner).toEqual({ kind: 'hidden' })
  expect(JSON.stringify(seen)).not.toContain('Board')
  expect(JSON.stringify(seen)).not.toContain(board.groupId)
  // Who does not see it keeps it unnamed; its number, guessed, is that of no group.
  await expect(change(board)).rejects.toMatchObject({ code: 'not_found' })
  await change({ kept: true })
  const { program: kept } = await getIntegration(ana(), row.integration_id)
  expect(kept?.owner).toEqual({ kind: 'group', ...board, name: 'Board' })
})

test('allowed addresses are kept in their usual form, and what is none is named', async () => {
  const row = await make()
  const allow = (...ipAllow: string[]) => changeSecurity(ana(), row.integration_id, { requireProof: true, ipAllow })
  await allow(' 203.0.113.7 ', '10.1.2.3/8', '2001:DB8::1/32', '203.0.113.7', '')
  const { program } = await getIntegration(ana(), row.integration_id)
  expect(program).toMatchObject({ requireProof: true, ipAllow: ['203.0.113.7', '10.0.0.0/8', '2001:db8::/32'] })
  for (const wrong of ['1', '10.0.0.0/33', 'example.org', '1.2.3.4/5/6', '0x7f.1', '10.0.0.1/', '10.0.0.1/a'])
    await expect(allow(wrong), wrong).rejects.toMatchObject({ code: 'address_invalid' })
  const token = await tokenFor(row)
  expect(await holderOf(token)).toMatchObject({ requireProof: true, ipAllow: program?.ipAllow })
})

test('a community on essential makes none; what it has stops at once, is disabled, and comes back with the plan', async () => {
  const row = await make()
  const token = await tokenFor(row)
  expect(await changePlan('nowhere.example', 'essential')).toBeUndefined()
  await run(sql`update communities set plan = 'essential'`)
  // Even before anything looked.
  expect(await holderOf(token)).toBeUndefined()
  await run(sql`update communities set plan = 'advanced'`)
  expect(await changePlan('Cobalt.example', 'essential')).toBe('Cobalt & Fils')
  await expect(make()).rejects.toMatchObject({ code: 'plan_needed' })
  expect(await holderOf(token)).toBeUndefined()
  expect(await again(row)).toMatchObject({ state: 'disabled', reason: 'plan' })
  await expect(restoreIntegration(ana(), row.integration_id)).rejects.toMatchObject({ code: 'plan_needed' })
  await changePlan('cobalt.example', 'advanced')
  expect((await again(row))?.state).toBe('disabled')
  await restoreIntegration(ana(), row.integration_id)
  expect(await holderOf(token)).toBeDefined()
})

test('sixty days without a call switch it off, a week after a warning; one click switches it on again', async () => {
  const row = await make()
  const used = await make()
  await call(used, 50)
  moveClock(52 * day)
  await endDisuse()
  expect(await told(row)).toEqual([])
  moveClock(70 * day)
  await endDisuse()
  // However long the server stood still: never without the week.
  expect(await told(row)).toEqual(['integration_goes_unused'])
  expect((await again(row))?.state).toBe('enabled')
  moveClock(78 * day)
  await endDisuse()
  await endDisuse()
  expect(await again(row)).toMatchObject({ state: 'disabled', reason: 'disuse' })
  expect(await told(row)).toEqual(['integration_goes_unused', 'integration_unused'])
  expect((await again(used))?.state).toBe('enabled')
  const counted = await one<{ n: number }>(
    sql`select count(*)::int as n from notifications where subject_id = ${row.id} and member_id = ${ana().memberId}`,
  )
  expect(counted.n).toBe(2)
  await restoreIntegration(ana(), row.integration_id)
  expect(await again(row)).toMatchObject({ state: 'enabled', reason: null })
  await removeIntegration(ana(), row.integration_id)
  await removeIntegration(ana(), used.integration_id)
})

test('a permission that is not used is taken from the grant, a week after a warning, and given back in one click', async () => {
  const row = await make()
  for (const at of [20, 50, 80]) await call(row, at)
  await run(sql`
    insert into permission_uses (community_id, installation_id, permission, used_at)
    values (${row.community_id}, ${row.id}, 'manage_content', now() + interval '40 days')`)
  // Another scope, the same permissions: they were granted on the first day all the same.
  await changeGrant(ana(), row.integration_id, {
    permissions: row.permissions,
    scope: { everyone: false, groupIds: [database.cast.groups.operations] },
  })
  moveClock(54 * day)
  await endDisuse()
  expect(await told(row)).toEqual(['permissions_go_unused'])
  moveClock(62 * day)
  await endDisuse()
  expect(await again(row)).toMatchObject({ state: 'enabled', permissions: ['manage_content'], everyone: false })
  expect(await told(row)).toEqual(['permissions_go_unused', 'permissions_unused'])
  const { program } = await getIntegration(ana(), row.integration_id)
  expect(program?.withdrawn.map(one => one.id)).toEqual(['read_content'])
  await expect(giveBackPermissions(ana(), row.integration_id, ['manage_accounts'])).rejects.toMatchObject({
    code: 'bad_input',
  })
  const back = await giveBackPermissions(ana(), row.integration_id, ['read_content'])
  expect(back.permissions).toEqual(['manage_content', 'read_content'])
  expect((await getIntegration(ana(), row.integration_id)).program?.withdrawn).toEqual([])
})

test('after thirty days a deleted one is gone for good, with what it wrote and what hung on that, and nothing else', async () => {
  const row = await make()
  const groupId = database.cast.groups.workshop
  const noor = database.as('noor')
  const post = await createPost(botOf(row), { groupId, text: 'Paint is out.' })
  const reply = await createComment(noor, { postId: post.id, text: 'Since when?' })
  const other = await createPost(noor, { groupId, text: 'Who paints?' })
  await createComment(botOf(row), { postId: other.id, text: 'I do.' })
  const token = await tokenFor(row)
  await removeIntegration(ana(), row.integration_id)
  moveClock(29 * day)
  await forgetDeletedIntegrations()
  expect(await maybe(sql`select from posts where id = ${post.id}`)).toBeDefined()
  moveClock(31 * day)
  await expect(undeleteIntegration(ana(), row.integration_id)).rejects.toMatchObject({ code: 'not_found' })
  await forgetDeletedIntegrations()
  const left = await rows<{ id: string }>(sql`
    select id from posts where id = any(${[post.id, other.id]}::bigint[]) union all
    select id from comments where id = ${reply.id} or post_id = ${other.id}`)
  expect(left.map(one => one.id)).toEqual([other.id])
  expect(await holderOf(token)).toBeUndefined()
  expect(await maybe(sql`select from apps where id = ${row.integration_id}`)).toBeUndefined()
  expect(await maybe(sql`select from access_tokens where installation_id = ${row.id}`)).toBeUndefined()
})

test('one that was off when it was deleted is off when it is back', async () => {
  const row = await make()
  await disableIntegration(ana(), row.integration_id)
  await removeIntegration(ana(), row.integration_id)
  expect(await undeleteIntegration(ana(), row.integration_id)).toMatchObject({
    state: 'disabled',
    reason: 'administrator',
  })
})
