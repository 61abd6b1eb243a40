import type { Access } from '../connector.ts'
import { at, list, text } from '../reading.ts'
import { getQuip, type QuipSettings } from './site.ts'
import { askFor, threadOf } from './threads.ts'

/** Members of a thread by name; where the whole company may open it, nothing is said of the others. */
export const access: Access<QuipSettings> = {
  kinds: ['thread'],
  async who(reference, client, emails) {
    const thread = threadOf((await askFor(reference, client)).json)
    if (!thread.id) return {}
    const answer = await getQuip(client, `/1/threads/${thread.id}`)
    const ids = list(at(answer.json).expanded_user_ids).map(id => text(id))
    const open = text(at(answer.json, 'thread', 'sharing').company_mode)
    if (answer.status >= 400 || (open && open !== 'NONE') || ids.length > 100) return {}
    const users = ids.length > 0 ? await getQuip(client, '/1/users/', { ids: ids.join(',') }) : undefined
    const known = new Set([
      ...Object.values(at(users?.json)).flatMap(user => list(at(user).emails).map(email => text(email).toLowerCase())),
      ...list(at(answer.json).invited_user_emails).map(email => text(email).toLowerCase()),
    ])
    return Object.fromEntries(emails.map(email => [email, known.has(email.toLowerCase())]))
  },
}
