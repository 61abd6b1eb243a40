import { lastId } from '../../../../contract/graph/ids.ts'
import { askForExport } from '../../../domain/exports/ask-for-export.ts'
import { reportContent } from '../../../domain/reports/report-content.ts'
import { GraphError } from '../graph-error.ts'
import { asText } from '../lenient.ts'
import type { Change } from '../node.ts'

/** The names of its parameters were not recovered; these are what one would call them. A library repeats the parent as `id`, which is none of them. */
const names = ['content_id', 'object_id', 'post_id', 'comment_id', 'post', 'comment', 'content', 'id']

export const report: Change = async (call, community, { params }) => {
  const said = names.map(name => asText(params[name])?.trim()).find(id => id && id !== community)
  if (!said) throw new GraphError('bad_parameter', '(#100) The parameter content_id is required')
  if (!/^\d{1,18}(?:_\d{1,18})?$/.test(said))
    throw new GraphError('bad_parameter', '(#100) content_id must be the id of a post or a comment')
  const reason = asText(params.reason) ?? asText(params.message) ?? ''
  const { id } = await reportContent(call.caller.bot, lastId(said), reason)
  call.caller.holds('report_content')
  return { success: true, id }
}

export const startExport: Change = async call => {
  const { id } = await askForExport(call.caller.bot)
  call.caller.holds('export_people')
  return { id }
}
