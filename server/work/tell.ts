import {
  tellAboutComment as aboutComment,
  tellAboutPost as aboutPost,
  tellAboutReaction as aboutReaction,
} from '../domain/posts/tell.ts'
import type { RunJob } from '../platform/jobs.ts'

export const tellAboutPost: RunJob = job =>
  aboutPost(job.communityId, String(job.payload.postId), job.payload.only as string[] | undefined)

export const tellAboutComment: RunJob = job =>
  aboutComment(job.communityId, String(job.payload.commentId), job.payload.only as string[] | undefined)

export const tellAboutReaction: RunJob = job =>
  aboutReaction(job.communityId, String(job.payload.subjectId), String(job.payload.by), String(job.payload.postId))
