import type { PermissionId } from '../../../contract/permissions.ts'

/** What may be seen of a person whom an integration reaches, each with any one of these: a name needs none. */
export const seenOfPeople = {
  profile: ['read_profile', 'manage_profiles', 'manage_accounts'],
  email: ['read_email', 'manage_accounts'],
  account: ['manage_accounts', 'provision_accounts', 'manage_profiles'],
} as const satisfies Record<string, readonly PermissionId[]>
