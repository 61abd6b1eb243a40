import { postId } from '../../../../contract/graph/ids.ts'
import { describeFile } from '../../../domain/files/change-file.ts'
import { changePortrait } from '../../../domain/files/change-portrait.ts'
import { createPost } from '../../../domain/posts/create-post.ts'
import { broughtIn } from '../brought.ts'
import { missing } from '../graph-error.ts'
import { asBoolean, asText } from '../lenient.ts'
import type { GraphCall, Sent } from '../node.ts'
import { writtenIn } from '../written.ts'
import { videoPhase } from './video-phases.ts'

const photo = { wanted: 'picture', addresses: ['url', 'image_url', 'file_url'] } as const
type Kind = typeof photo | typeof video

const video = { wanted: 'video', addresses: ['file_url', 'url', 'video_url'] } as const

/** `/me/photos`, `/me/videos`: nothing is published here, as a program has no page of its own. What is named by no post is forgotten after a day. */
export const uploadPhoto = (call: GraphCall, parent: string, sent: Sent): Promise<unknown> =>
  upload(call, parent, sent, photo)
export const uploadVideo = (call: GraphCall, parent: string, sent: Sent): Promise<unknown> =>
  upload(call, parent, sent, video)

/** `/{group}/photos`, `/{group}/videos`: a post of its own, unless it is to be named by another. */
export const createPhoto = (call: GraphCall, groupId: string, sent: Sent): Promise<unknown> =>
  publish(call, groupId, sent, photo)
export const createVideo = (call: GraphCall, groupId: string, sent: Sent): Promise<unknown> =>
  publish(call, groupId, sent, video)

/** `/group_file_revisions`: of any kind that is taken. */
export async function uploadRevision(call: GraphCall, sent: Sent): Promise<unknown> {
  const { id } = await broughtIn(call, sent, { wanted: undefined, addresses: ['url', 'file_url'] })
  call.caller.holds('manage_content')
  return { id }
}

export async function portrait(call: GraphCall, memberId: string, sent: Sent): Promise<unknown> {
  const id = await changePortrait(call.caller.bot, memberId, () => broughtIn(call, sent, photo))
  call.caller.holds('manage_profiles', 'manage_accounts')
  return { id }
}

async function upload(call: GraphCall, parent: string, sent: Sent, kind: Kind): Promise<unknown> {
  const { bot } = call.caller
  if (parent !== bot.memberId) throw missing(parent, 'post')
  call.caller.holds('manage_content')
  const phase = await videoPhase(call, sent)
  if (phase && !phase.done) return phase.answer
  const id = phase?.done ?? (await broughtIn(call, sent, kind)).id
  const caption = captionIn(sent)
  if (caption) await describeFile(bot, id, caption)
  return phase?.answer ?? { id }
}

async function publish(call: GraphCall, groupId: string, sent: Sent, kind: Kind): Promise<unknown> {
  call.caller.holds('manage_content')
  const phase = await videoPhase(call, sent)
  if (phase && !phase.done) return phase.answer
  const id = phase?.done ?? (await broughtIn(call, sent, kind)).id
  if (asBoolean(sent.params.published) === false || asBoolean(sent.params.no_story) === true) return { id }
  const post_id = await posted(call, groupId, sent, id)
  return phase ? { success: true, post_id } : { id, post_id }
}

async function posted(call: GraphCall, groupId: string, sent: Sent, id: string): Promise<string> {
  const message = captionIn(sent)
  const written = await writtenIn(call, { params: { ...sent.params, message }, files: [] }, { needed: false })
  const made = await createPost(call.caller.bot, { groupId, ...written, files: [id] })
  return postId(groupId, made.id)
}

const captionIn = ({ params }: Sent): string | undefined =>
  (asText(params.message) ?? asText(params.caption) ?? asText(params.description) ?? asText(params.name))?.trim()
