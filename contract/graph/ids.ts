/** Compound ids are made at the door: inside, a post and a comment have one number each (workplace-graph-api.md 1.4). */
export const postId = (groupId: string, id: string): string => `${groupId}_${id}`
export const commentId = (postId: string, id: string): string => `${postId}_${id}`

/** The number that names the thing: of `{group}_{post}` the post's. */
export const lastId = (id: string): string => id.slice(id.lastIndexOf('_') + 1)
