import type { CommunityRole } from '../../../../contract/api/session.ts'
import { eventsOfCommunity } from '../../../domain/calendar/events.sql.ts'
import { countPeople, type PeopleAsked, peoplePages } from '../../../domain/community/profiles.sql.ts'
import { countReachedGroups, reachedGroups } from '../../../domain/groups/group-pages.sql.ts'
import { reportPages } from '../../../domain/reports/report-pages.sql.ts'
import type { Window } from '../../../platform/pages.ts'
import type { Asked } from '../asked.ts'
import { asBoolean, asList, asText } from '../lenient.ts'
import { type Edge, edge, type GraphCall } from '../node.ts'
import { events } from '../nodes/event.ts'
import { groups } from '../nodes/group.ts'
import { members } from '../nodes/member.ts'
import { reports } from '../nodes/report.ts'
import type { RowPage } from '../paging.ts'
import { createAccount, deactivateMember, restoreMember } from '../writes/accounts.ts'
import { createGroup } from '../writes/groups.ts'
import { nameAdministrator, releaseAdministrator } from '../writes/people.ts'
import { report, startExport } from '../writes/reports.ts'
import { createSurvey } from '../writes/surveys.ts'

/** Lists by id, oldest first. */
export const byId = ({ limit, after, before }: Asked): Window => ({ limit, after, before, ascending: true })

/** The community has one list of each kind, whatever it was called by. */
export const only = <Row>(parents: readonly string[], page: RowPage<Row>): Map<string, RowPage<Row>> =>
  new Map(parents.map(parent => [parent, page]))

const peopleEdge = (
  path: string,
  needs: Edge['needs'],
  ask: (asked: Asked) => PeopleAsked,
  changes: Pick<Edge, 'create' | 'remove'> = {},
) =>
  edge(path, {
    needs,
    to: members,
    ownByDefault: [],
    pages: async (call: GraphCall, parents, asked) => {
      const filter = ask(asked)
      const page = await peoplePages(call.caller.bot, filter, byId(asked))
      return only(parents, { ...page, ...(asked.summary && { total: await countPeople(call.caller.bot, filter) }) })
    },
    cursorOf: row => row.id,
    ...changes,
  })

const externalIds = ({ params }: Asked): readonly string[] | undefined =>
  params.external_ids === undefined ? undefined : asList(params.external_ids).flatMap(id => asText(id) ?? [])

const allPeople = (asked: Asked): PeopleAsked => ({
  active: asBoolean(asked.params.inactive) !== true,
  externalIds: externalIds(asked),
})
const ofRole = (role: CommunityRole) => (): PeopleAsked => ({ active: true, role })

export const communityEdges: Readonly<Record<string, Edge>> = {
  groups: edge('groups', {
    needs: ['read_content', 'manage_groups', 'read_members'],
    to: groups,
    pages: async (call, parents, asked) => {
      const page = await reachedGroups(call.caller.bot, byId(asked))
      return only(parents, { ...page, ...(asked.summary && { total: await countReachedGroups(call.caller.bot) }) })
    },
    cursorOf: row => row.id,
    create: createGroup,
  }),
  members: peopleEdge(
    'members',
    ['read_members', 'manage_profiles', 'manage_accounts', 'provision_accounts'],
    allPeople,
    { create: restoreMember, remove: deactivateMember },
  ),
  organization_members: peopleEdge('organization_members', ['read_members', 'manage_accounts'], allPeople),
  admins: peopleEdge('admins', ['manage_accounts'], ofRole('system_administrator'), {
    create: nameAdministrator,
    remove: releaseAdministrator,
  }),
  former_members: peopleEdge('former_members', ['manage_accounts', 'provision_accounts'], asked => ({
    active: false,
    externalIds: externalIds(asked),
  })),
  accounts: { needs: ['provision_accounts'], create: createAccount },
  events: edge('events', {
    needs: ['read_content'],
    to: events,
    pages: async (call, parents, asked) => only(parents, await eventsOfCommunity(call.caller.bot, byId(asked))),
    cursorOf: row => row.id,
  }),
  reported_content: edge('reported_content', {
    needs: ['report_content'],
    to: reports,
    pages: async (call, parents, asked) => only(parents, await reportPages(call.caller.bot, byId(asked))),
    cursorOf: row => row.id,
    create: report,
  }),
  surveys: { needs: ['manage_surveys'], create: createSurvey },
  export_employee_data: { needs: ['export_people'], create: startExport },
}
