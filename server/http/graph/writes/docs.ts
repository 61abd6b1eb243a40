import { postId } from '../../../../contract/graph/ids.ts'
import { createDoc as create } from '../../../domain/knowledge/docs.ts'
import { asText } from '../lenient.ts'
import type { Change } from '../node.ts'

export const createDoc: Change = async (call, groupId, { params }) => {
  const { id } = await create(call.caller.bot, groupId, {
    title: asText(params.title) ?? asText(params.subject) ?? '',
    body: asText(params.body) ?? asText(params.message) ?? '',
  })
  call.caller.holds('manage_content')
  return { id: postId(groupId, id) }
}
