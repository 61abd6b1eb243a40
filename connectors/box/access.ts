import { type Access, NotPossible, type Reference } from '../connector.ts'
import { at, list, text } from '../reading.ts'
import { type BoxItem, boxItemOf } from './items.ts'
import { askAbout } from './links.ts'
import { type BoxClient, type BoxSettings, callBox, demandDone } from './site.ts'

/** The service tells who was let in by name. Of a company's link it does not tell who belongs to the company, so nothing is said of them. */
export const access: Access<BoxSettings> = {
  kinds: ['file', 'folder', 'shared'],
  async who(reference, client, emails) {
    const item = await itemBehind(reference, client)
    if (item.access === 'open' && !item.locked) return Object.fromEntries(emails.map(email => [email, true]))
    if (item.access === 'company' || item.locked) return {}
    const known = await collaborators(client, item)
    return known ? Object.fromEntries(emails.map(email => [email, known.has(email.toLowerCase())])) : {}
  },
  async give(reference, client, emails) {
    const { is, id } = await itemBehind(reference, client)
    for (const login of emails) {
      const json = { item: { type: is, id }, accessible_by: { type: 'user', login }, role: 'viewer' }
      const answer = await callBox(client, '/collaborations', { method: 'POST', query: { notify: 'false' }, json })
      if (text(at(answer.json).code) !== 'user_already_collaborator') demandDone(answer)
    }
  },
}

async function itemBehind(reference: Reference, client: BoxClient): Promise<BoxItem> {
  const answer = await askAbout(reference, client)
  demandDone(answer)
  const item = boxItemOf(answer.json)
  if (!item.id) throw new NotPossible('gone')
  return item
}

/** Owner and collaborators by e-mail; nothing where there are more than one answer holds, or a group is among them. */
async function collaborators(client: BoxClient, item: BoxItem): Promise<ReadonlySet<string> | undefined> {
  const answer = await callBox(client, `/${item.is}s/${item.id}/collaborations`, { query: { limit: 1_000 } })
  const page = at(answer.json)
  const all = list(page.entries).map(entry => at(entry, 'accessible_by'))
  const whole = answer.status < 400 && !text(page.next_marker) && all.every(one => text(one.type) === 'user')
  return whole ? new Set([item.ownerLogin, ...all.map(one => text(one.login).toLowerCase())]) : undefined
}
