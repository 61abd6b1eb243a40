import { expect, test } from 'vitest'
import { listEvents, replyToEvent } from '../../contract/api/calendar.ts'
import { useDatabase } from '../harness/database.ts'
import { usePrograms } from '../harness/program.ts'
import { useServer } from '../harness/server.ts'

const database = useDatabase()
const server = useServer(database)
const programs = usePrograms(database, server)

const fields =
  'id,attending_count,can_guests_invite,category,cover,declined_count,description,end_time,event_times,guest_list_enabled,interested_count,is_canceled,is_draft,is_page_owned,maybe_count,name,noreply_count,owner,parent_group,place,start_time,timezone,type,updated_time'

test('an event as the samples make it, read with every field, answered by people, taken away', async () => {
  const group = database.cast.groups.operations
  const { ana, bruno, noor } = database.cast.people
  const { token, botId } = await programs.make(['read_content', 'manage_content'], ['operations'])
  const made = await programs.graph(`/${group}/events`, {
    token,
    method: 'POST',
    payload: {
      name: 'Open day',
      start_time: '2030-11-02T08:00+00:00',
      end_time: '2030-11-02T10:00+01:00',
      description: 'Come and see',
      location: 'Hall 2',
      type: 'group',
      guest_list_enabled: 'True',
    },
  })
  expect(made).toMatchObject({ status: 200, body: { id: expect.stringMatching(/^\d+$/) } })
  const { id } = made.body
  const params = { calendarEventId: id }
  await server.call('ana', replyToEvent, { params, body: { reply: 'attending' } })
  await server.call('bruno', replyToEvent, { params, body: { reply: 'declined' } })
  await server.call('noor', replyToEvent, { params, body: { reply: 'maybe' } })
  expect((await server.refused('zoe', replyToEvent, { params, body: { reply: 'attending' } })).code).toBe('not_found')

  const { body } = await programs.graph(`/${id}?fields=${fields}`, { token })
  expect(body).toEqual({
    id,
    attending_count: 1,
    can_guests_invite: false,
    declined_count: 1,
    description: 'Come and see',
    end_time: '2030-11-02T09:00:00+0000',
    event_times: ['2030-11-02T08:00:00+0000'],
    guest_list_enabled: true,
    interested_count: 0,
    is_canceled: false,
    is_draft: false,
    is_page_owned: true,
    maybe_count: 1,
    name: 'Open day',
    noreply_count: 2,
    owner: { name: 'Robot', id: botId },
    parent_group: { name: 'Operations', privacy: 'CLOSED', id: group },
    place: 'Hall 2',
    start_time: '2030-11-02T08:00:00+0000',
    timezone: 'UTC',
    type: 'group',
    updated_time: expect.any(String),
  })
  const guests = await programs.graph(`/${id}?fields=attending,declined{id},maybe{name},noreply.limit(1){name},roles`, {
    token,
  })
  expect(guests.body).toMatchObject({
    attending: { data: [{ name: 'Ana Ferreira', id: ana.memberId, rsvp_status: 'attending' }] },
    declined: { data: [{ id: bruno.memberId }] },
    maybe: { data: [{ id: noor.memberId }] },
    noreply: { data: [expect.anything()], paging: { next: expect.any(String) } },
    roles: { data: [{ id: botId, role: 'ADMIN' }] },
  })
  const ofAna = await programs.graph(`/${ana.memberId}/events?type=attending&fields=name`, { token })
  expect(ofAna.body.data).toEqual([{ name: 'Open day', id }])
  expect((await programs.graph(`/${bruno.memberId}/events`, { token })).body.data).toEqual([])
  expect((await programs.graph('/community/events?fields=name', { token })).body.data).toEqual([
    { name: 'Open day', id },
  ])
  const shown = await server.call('ana', listEvents, { params: { groupId: group } })
  expect(shown.items).toMatchObject([{ name: 'Open day', mine: 'attending', attendingCount: 1, mayReply: true }])

  expect((await programs.graph(`/${id}`, { token, method: 'DELETE' })).body).toEqual({ success: true })
  expect((await programs.graph(`/${id}`, { token })).status).toBe(400)
  expect((await server.call('ana', listEvents, { params: { groupId: group } })).items).toEqual([])
})

test('a date alone, a strange time, and who may not', async () => {
  const group = database.cast.groups.workshop
  const { token } = await programs.make(['read_content', 'manage_content'], ['workshop'], 'Planner')
  const reader = await programs.make(['read_content'], ['workshop'], 'Reader')
  const outside = await programs.make(['read_content', 'manage_content'], ['operations'], 'Outside')
  const form = { method: 'POST', payload: { name: 'Stocktaking', start_time: '2031-01-05', owner: '' } }
  const { id } = (await programs.graph(`/${group}/events`, { token, ...form })).body
  expect((await programs.graph(`/${id}?fields=start_time`, { token })).body.start_time).toBe('2031-01-05')
  for (const payload of [
    { name: 'x' },
    { name: 'x', start_time: 'soon' },
    { start_time: '2031-01-05' },
    { name: 'x', start_time: '2031-01-05', end_time: '2031-01-04' },
    { name: 'x', start_time: '2031-01-05', owner: database.cast.people.mei.memberId },
  ])
    expect(await programs.graph(`/${group}/events`, { token, method: 'POST', payload })).toMatchObject({
      status: 400,
      body: { error: { code: 100 } },
    })
  expect((await programs.graph(`/${group}/events`, { token: reader.token, ...form })).status).toBe(403)
  expect((await programs.graph(`/${id}`, { token: reader.token, method: 'DELETE' })).body.error.code).toBe(200)
  const foreign = await programs.graph(`/${id}`, { token: outside.token })
  const none = await programs.graph('/123456789012345', { token: outside.token })
  expect(foreign.body.error.message.replace(id, 'X')).toBe(none.body.error.message.replace('123456789012345', 'X'))
  expect((await programs.graph('/community/events', { token: outside.token })).body.data).toEqual([])
})
