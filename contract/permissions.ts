/**
 * The closed list of permissions an integration may be granted. `id` is our word (and the key of its sentence,
 * `permissions.<id>`), `graph` its name in the Graph API of Workplace, `kind` and `risk` order the consent screen.
 */
export const permissions = [
  { id: 'read_content', graph: 'read_group_content', kind: 'read', risk: 2, scoped: true },
  { id: 'read_members', graph: 'read_members', kind: 'read', risk: 1, scoped: true },
  { id: 'preview_links', graph: 'link_unfurling', kind: 'read', risk: 1, scoped: true },
  { id: 'post_notices', graph: 'manage_group_content', kind: 'post', risk: 1, scoped: true },
  { id: 'act_for_members', graph: 'act_for_members', kind: 'manage', risk: 2, scoped: true },
] as const

export type PermissionId = (typeof permissions)[number]['id']
