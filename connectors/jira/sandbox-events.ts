import type { SandboxDesk } from '../sandbox.ts'
import { bruno, commentJson, restricted, userOf } from './sandbox-data.ts'

/** What each event says beside who did it and when. */
export const eventNames: Readonly<Record<string, (issue: object, desk: SandboxDesk) => object>> = {
  'OPS-1 moves to Done': issue => ({
    webhookEvent: 'jira:issue_updated',
    issue_event_type_name: 'issue_generic',
    issue,
    changelog: {
      id: '1',
      items: [{ field: 'status', fieldtype: 'jira', from: '3', fromString: 'In Progress', to: '5', toString: 'Done' }],
    },
  }),
  'OPS-1 is assigned to Zoé': issue => ({
    webhookEvent: 'jira:issue_updated',
    issue_event_type_name: 'issue_assigned',
    issue,
    changelog: {
      id: '2',
      items: [
        {
          field: 'assignee',
          fieldtype: 'jira',
          from: 'bruno',
          fromString: 'Bruno Keller',
          to: 'zoe',
          toString: 'Zoé Lambert',
        },
      ],
    },
  }),
  'OPS-1 gets a comment': (issue, desk) => ({
    webhookEvent: 'comment_created',
    issue,
    comment: played10041(`The papers are right now. ${desk.secretWord()}`.trim()),
  }),
  'WEB-7 gets a comment for administrators': (issue, desk) => played10042(issue, desk),
  'OPS-1 is created': issue => ({ webhookEvent: 'jira:issue_created', issue_event_type_name: 'issue_created', issue }),
  'OPS-1 is deleted': issue => ({ webhookEvent: 'jira:issue_deleted', issue_event_type_name: 'issue_deleted', issue }),
  'A comment on OPS-1 is edited': (issue, desk) => ({
    webhookEvent: 'comment_updated',
    issue,
    comment: played10041(`The papers are right since noon. ${desk.secretWord()}`.trim()),
  }),
  'A comment on OPS-1 is deleted': issue => ({
    webhookEvent: 'comment_deleted',
    issue,
    comment: played10041('The papers are right since noon.'),
  }),
  'A worklog that nobody hears of': issue => ({ webhookEvent: 'worklog_created', issue }),
  'Something Jira does not send': () => ({ webhookEvent: 'jira:coffee_ready' }),
}

/** A comment as its event brings it. */
const played10042 = (issue: object, desk: SandboxDesk): object => ({
  webhookEvent: 'comment_created',
  issue,
  comment: { ...commentJson(restricted, desk, false), visibility: { type: 'role', value: 'Administrators' } },
})

const played10041 = (body: string): object => ({
  ...{ id: '10041', author: userOf(bruno), updateAuthor: userOf(bruno), body },
  ...{ created: '2026-11-23T10:00:00.000+0100', updated: '2026-11-23T10:00:00.000+0100' },
})
