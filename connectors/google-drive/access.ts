import type { Access } from '../connector.ts'
import { at, list, text } from '../reading.ts'
import { opening, sharedBy } from './files.ts'
import { callDrive, type DriveSettings, demandDone, everywhere } from './site.ts'

/** Kinds that can be shared with people. */
const kinds = ['document', 'spreadsheet', 'presentation', 'form', 'drawing', 'file', 'folder']

interface Permission {
  readonly type: string
  readonly email: string
  readonly domain: string
}

/** Whoever may share a file is told who has it. Where a group has it, nobody can say who is in it. */
export const access: Access<DriveSettings> = {
  kinds,
  async who(reference, client, emails) {
    const { id, key } = await sharedBy(reference, client)
    const answer = await callDrive(client, `/files/${encodeURIComponent(id)}/permissions`, {
      ...opening(id, key),
      query: {
        ...everywhere,
        pageSize: 100,
        fields: 'nextPageToken,permissions(type,role,emailAddress,domain,deleted)',
      },
    })
    if (answer.status >= 400) return {}
    const all = list(at(answer.json).permissions).map(permissionOf)
    const whole = !text(at(answer.json).nextPageToken) && !all.some(one => one.type === 'group')
    return Object.fromEntries(
      emails
        .map(email => [email, all.some(one => reaches(one, email.toLowerCase()))] as const)
        .filter(([, can]) => can || whole),
    )
  },
  async give(reference, client, emails) {
    const { id, key } = await sharedBy(reference, client)
    for (const emailAddress of emails)
      demandDone(
        await callDrive(client, `/files/${encodeURIComponent(id)}/permissions`, {
          ...opening(id, key),
          method: 'POST',
          query: { ...everywhere, sendNotificationEmail: 'false' },
          json: { type: 'user', role: 'reader', emailAddress },
        }),
      )
  },
}

function permissionOf(json: unknown): Permission {
  const found = at(json)
  return {
    type: found.deleted === true ? 'deleted' : text(found.type),
    email: text(found.emailAddress).toLowerCase(),
    domain: text(found.domain).toLowerCase(),
  }
}

const reaches = ({ type, email, domain }: Permission, whose: string): boolean =>
  type === 'anyone' || (type === 'user' && email === whose) || (type === 'domain' && whose.endsWith(`@${domain}`))
