import { type Access, NotPossible, type Reference } from '../connector.ts'
import { at, list, text } from '../reading.ts'
import { askFor, driveItemOf } from './items.ts'
import { callGraph, demandDone, type GraphClient, type SharePointSettings } from './site.ts'

/**
 * Whoever may share a thing is told who has it. Where a group, a site's members or the whole company have it, the service does not say who they are:
 * then only those named are known.
 */
export const access: Access<SharePointSettings> = {
  kinds: ['file', 'folder'],
  async who(reference, client, emails) {
    const answer = await callGraph(client, `${await pathTo(reference, client)}/permissions`)
    if (answer.status >= 400) return {}
    const all = list(at(answer.json).value).map(one => at(one))
    if (all.some(one => text(at(one.link).scope) === 'anonymous' && one.hasPassword !== true))
      return Object.fromEntries(emails.map(email => [email, true]))
    const people = new Set(all.flatMap(emailsIn))
    const whole = !at(answer.json)['@odata.nextLink'] && !all.some(reachesMore)
    return Object.fromEntries(
      emails.map(email => [email, people.has(email.toLowerCase())] as const).filter(([, can]) => can || whole),
    )
  },
  async give(reference, client, emails) {
    const answer = await callGraph(client, `${await pathTo(reference, client)}/invite`, {
      method: 'POST',
      json: {
        recipients: emails.map(email => ({ email })),
        roles: ['read'],
        requireSignIn: true,
        sendInvitation: false,
      },
    })
    demandDone(answer)
  },
}

async function pathTo(reference: Reference, client: GraphClient): Promise<string> {
  const answer = await askFor(reference, client)
  demandDone(answer)
  const { drive, id } = driveItemOf(answer.json)
  if (!drive || !id) throw new NotPossible('gone')
  return `/drives/${encodeURIComponent(drive)}/items/${encodeURIComponent(id)}`
}

type Permission = Readonly<Record<string, unknown>>

/** Named by the permission itself, or by a link made for them. */
const grantees = (one: Permission): Permission[] => [
  at(one.grantedToV2),
  ...list(one.grantedToIdentitiesV2).map(grantee => at(grantee)),
]
const emailsIn = (one: Permission): string[] =>
  grantees(one)
    .flatMap(grantee => [text(at(grantee.user).email), text(at(grantee.siteUser).email)])
    .filter(Boolean)
    .map(email => email.toLowerCase())
const reachesMore = (one: Permission): boolean =>
  text(at(one.link).scope) === 'organization' || grantees(one).some(grantee => grantee.group ?? grantee.siteGroup)
