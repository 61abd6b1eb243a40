import type { Thread } from '../../contract/api/threads.ts'

/** Its name, or who is in it. */
export const titleOf = ({ title, members }: Thread): string => title ?? members.map(member => member.name).join(', ')
