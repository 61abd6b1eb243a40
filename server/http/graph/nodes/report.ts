import { commentId, postId } from '../../../../contract/graph/ids.ts'
import { type Report, reportsById } from '../../../domain/reports/report-pages.sql.ts'
import { instant, said } from '../formats.ts'
import { node } from '../node.ts'
import { comments } from './comment.ts'
import { members } from './member.ts'
import { posts } from './post.ts'

const isPost = (row: Report): boolean => row.subject_id === row.post_id

export const reports = node<Report>({
  name: 'ReportedContent',
  idOf: row => row.id,
  load: (call, ids) => (call.caller.holds('report_content') ? reportsById(call.caller.bot, ids) : Promise.resolve([])),
  defaults: ['content_id', 'content_type', 'created_time', 'status', 'id'],
  fields: {
    id: row => row.id,
    content_id: row => (isPost(row) ? postId(row.group_id, row.post_id) : commentId(row.post_id, row.subject_id)),
    content_type: row => (isPost(row) ? 'post' : 'comment'),
    created_time: row => instant(row.reported_at),
    reason: row => said(row.reason),
    status: row => row.outcome?.toUpperCase() ?? 'OPEN',
  },
  links: {
    from: { to: members, id: row => row.reporter_id, fields: ['name', 'id'] },
    post: { to: posts, id: row => postId(row.group_id, row.post_id), fields: ['id'] },
    comment: {
      to: comments,
      id: row => (isPost(row) ? undefined : commentId(row.post_id, row.subject_id)),
      fields: ['id'],
    },
  },
})
