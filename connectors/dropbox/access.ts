import type { Access, Reference } from '../connector.ts'
import { at, list, text } from '../reading.ts'
import { entryOf } from './files.ts'
import { askAbout, callDropbox, type DropboxClient, type DropboxSettings, demandDone } from './site.ts'

/** The service tells who was invited to a file; of a team it tells nobody, so nothing is said of its members. */
export const access: Access<DropboxSettings> = {
  kinds: ['file', 'path'],
  async who(reference, client, emails) {
    const { id, visibility } = await fileOf(reference, client)
    if (visibility === 'public') return Object.fromEntries(emails.map(email => [email, true]))
    if (!id || visibility === 'team_only' || visibility === 'password') return {}
    const answer = await callDropbox(client, '/sharing/list_file_members', { file: id, limit: 300 })
    if (answer.status >= 400 || text(at(answer.json).cursor)) return {}
    const invited = new Set(membersIn(answer.json))
    return Object.fromEntries(emails.map(email => [email, invited.has(email.toLowerCase())]))
  },
  async give(reference, client, emails) {
    const { id } = await fileOf(reference, client)
    const members = emails.map(email => ({ '.tag': 'email', email }))
    const json = { file: id, members, access_level: { '.tag': 'viewer' }, quiet: true }
    demandDone(await callDropbox(client, '/sharing/add_file_member', json))
  },
}

async function fileOf(reference: Reference, client: DropboxClient) {
  const answer = await askAbout(reference, client)
  demandDone(answer)
  return entryOf(answer.json)
}

function membersIn(json: unknown): string[] {
  const users = list(at(json).users).map(one => text(at(one, 'user').email))
  const invitees = list(at(json).invitees).map(one => text(at(one, 'invitee').email))
  return [...users, ...invitees].filter(Boolean).map(email => email.toLowerCase())
}
