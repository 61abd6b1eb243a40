/** People, and bots, whom Graph calls pages. What no permission allows to be seen is left out. */
import type { PermissionId } from '../../../../contract/permissions.ts'
import { seenOfPeople } from '../../../domain/access/seen-of-people.ts'
import { type Profile, profilesById, profilesNamed } from '../../../domain/community/profiles.sql.ts'
import { instant, locale, personLink, picture, said } from '../formats.ts'
import { type GraphCall, node } from '../node.ts'
import { deleteAccount, updateMember } from '../writes/accounts.ts'

type Read = (profile: Profile, call: GraphCall) => unknown

/** Only for persons whom the program reaches, and only where one of these is held: whoever is merely named has a name. */
const where =
  (permissions: readonly PermissionId[], read: (profile: Profile) => unknown): Read =>
  (profile, call) =>
    profile.kind === 'person' && profile.reached !== false && call.caller.holds(...permissions)
      ? read(profile)
      : undefined

const { profile, account } = seenOfPeople

/** The first word, and the rest: nobody asks people which is which. */
const firstName = ({ name }: Profile): string => name.split(' ')[0] ?? name
const lastName = ({ name }: Profile): string => name.split(' ').slice(1).join(' ')

export const members = node<Profile>({
  name: 'User',
  idOf: row => row.id,
  load: (call, ids) => profilesById(call.caller.bot, ids),
  loadLinked: (call, ids) => profilesNamed(call.caller.bot, ids),
  defaults: ['name', 'id'],
  fields: {
    id: row => row.id,
    name: row => row.name,
    first_name: row => (row.kind === 'person' ? firstName(row) : undefined),
    last_name: row => (row.kind === 'person' ? lastName(row) : undefined),
    name_format: row => (row.kind === 'person' ? '{first} {last}' : undefined),
    picture: (row, call) => picture(row.picture, call.caller.bot),
    link: row => personLink(row.id),
    email: where(seenOfPeople.email, row => said(row.email)),
    title: where(profile, row => said(row.title)),
    department: where(profile, row => said(row.department)),
    organization: where(profile, row => said(row.organization)),
    division: where(profile, row => said(row.division)),
    primary_phone: where(profile, row => said(row.phone)),
    primary_address: where(profile, row => said(row.address)),
    about: where(profile, row => said(row.about)),
    locale: where(profile, row => locale(row.language)),
    work_locale: where(profile, row => said(row.work_locale)),
    cost_center: where(account, row => said(row.cost_center)),
    external_id: where(account, row => said(row.external_id)),
    frontline: where(account, row => ({ is_frontline: row.is_frontline, has_access: row.has_frontline_access })),
    active: where(account, row => row.active),
    auth_method: where(account, row => row.auth_method),
    account_invite_time: where(account, row => instant(row.invited_at ?? row.created_at)),
    account_claim_time: where(account, row => instant(row.claimed_at)),
    account_deactivate_time: where(account, row => instant(row.deactivated_at)),
    updated_time: where(profile, row => instant(row.changed_at)),
  },
  update: updateMember,
  remove: deleteAccount,
})
