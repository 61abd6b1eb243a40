/**
 * The closed list of permissions an integration may be granted. `id` is our word (and the key of its sentence,
 * `permissions.<id>`), `graph` its identifier in the Graph API of Workplace, lower case as dialogs write it (workplace-third-party-apps.md 2), or null where
 * only connectors have it. `kind` and `risk` order the consent screen; `scoped`: it holds in the groups chosen, and not beyond;
 * `whole`: it needs all groups.
 */
export const permissions = [
  { id: 'read_content', graph: 'read_group', kind: 'read', risk: 2, scoped: true, whole: false },
  { id: 'read_members', graph: 'read_group_membership', kind: 'read', risk: 1, scoped: true, whole: false },
  { id: 'preview_links', graph: null, kind: 'read', risk: 1, scoped: true, whole: false },
  { id: 'post_notices', graph: null, kind: 'post', risk: 1, scoped: true, whole: false },
  { id: 'act_for_members', graph: null, kind: 'manage', risk: 2, scoped: true, whole: false },
  { id: 'mention', graph: 'bot_mention', kind: 'post', risk: 1, scoped: true, whole: false },
  { id: 'manage_content', graph: 'write_group', kind: 'post', risk: 2, scoped: true, whole: false },
  { id: 'manage_groups', graph: 'manage_group', kind: 'manage', risk: 3, scoped: true, whole: false },
  { id: 'read_security', graph: 'read_security_logs', kind: 'read', risk: 3, scoped: false, whole: true },
  { id: 'read_email', graph: 'read_user_email', kind: 'read', risk: 2, scoped: true, whole: false },
  { id: 'read_profile', graph: 'read_user_work_profile', kind: 'read', risk: 1, scoped: true, whole: false },
  { id: 'read_org_chart', graph: 'read_org_chart', kind: 'read', risk: 1, scoped: true, whole: false },
  { id: 'manage_profiles', graph: 'manage_work_profiles', kind: 'manage', risk: 3, scoped: true, whole: false },
  { id: 'manage_accounts', graph: 'manage_accounts', kind: 'manage', risk: 3, scoped: true, whole: false },
  { id: 'provision_accounts', graph: 'provision_user_accounts', kind: 'manage', risk: 3, scoped: false, whole: true },
  { id: 'end_sessions', graph: 'logout', kind: 'manage', risk: 2, scoped: true, whole: false },
  { id: 'manage_badges', graph: 'manage_badges', kind: 'manage', risk: 1, scoped: true, whole: false },
  { id: 'report_content', graph: 'report_content', kind: 'post', risk: 1, scoped: true, whole: false },
  { id: 'read_library', graph: 'read_knowledge_library', kind: 'read', risk: 1, scoped: true, whole: false },
  { id: 'manage_library', graph: 'manage_knowledge_library', kind: 'manage', risk: 2, scoped: true, whole: false },
  { id: 'manage_surveys', graph: 'manage_surveys', kind: 'manage', risk: 2, scoped: false, whole: false },
  { id: 'export_people', graph: 'export_employee_data', kind: 'read', risk: 3, scoped: false, whole: true },
  { id: 'message', graph: 'message', kind: 'post', risk: 2, scoped: true, whole: false },
  { id: 'group_chat', graph: 'group_chat', kind: 'post', risk: 2, scoped: true, whole: false },
  { id: 'read_messages', graph: 'read_all_messages', kind: 'read', risk: 3, scoped: true, whole: false },
  { id: 'delete_messages', graph: 'delete_chat_messages', kind: 'manage', risk: 3, scoped: true, whole: false },
] as const

export type PermissionId = (typeof permissions)[number]['id']

/** Those a program of an administrator may be granted. */
export const programPermissions: readonly PermissionId[] = permissions
  .filter(one => one.graph !== null)
  .map(one => one.id)
