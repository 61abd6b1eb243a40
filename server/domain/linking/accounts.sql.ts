import { maybe, rows, run, sql } from '../../platform/db.ts'

export interface AccountRow {
  id: string
  community_id: string
  member_id: string
  installation_id: string
  external_id: string
  label: string
  tokens: Buffer
  scopes: string[]
  expires_at: Date | null
  state: 'working' | 'broken'
  linked_at: Date
}

const columns = sql`id, community_id, member_id, installation_id, external_id, label, tokens, scopes, expires_at, state, linked_at`

export const accountOf = (
  communityId: string,
  installationId: string,
  memberId: string,
): Promise<AccountRow | undefined> =>
  maybe<AccountRow>(sql`
    select ${columns} from linked_accounts
    where community_id = ${communityId} and installation_id = ${installationId} and member_id = ${memberId}`)

export const accountById = (communityId: string, id: string): Promise<AccountRow | undefined> =>
  maybe<AccountRow>(sql`select ${columns} from linked_accounts where community_id = ${communityId} and id = ${id}`)

/** The same, kept from others until the transaction ends. */
export const lockAccount = (communityId: string, id: string): Promise<AccountRow | undefined> =>
  maybe<AccountRow>(
    sql`select ${columns} from linked_accounts where community_id = ${communityId} and id = ${id} for update`,
  )

/** Names of the members whose account at the service this is, by the account's id there. */
export async function membersByAccount(
  { community_id, id }: { readonly community_id: string; readonly id: string },
  externalIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (externalIds.length === 0) return new Map()
  const found = await rows<{ external_id: string; name: string }>(sql`
    select a.external_id, m.name from linked_accounts a
    join members m on m.community_id = a.community_id and m.id = a.member_id and m.kind = 'person'
    where a.community_id = ${community_id} and a.installation_id = ${id} and a.external_id = any(${externalIds}::text[])`)
  return new Map(found.map(row => [row.external_id, row.name]))
}

/** Claims the refresh of these very tokens, for longer than a call may take; nobody else gets it meanwhile. Answers 1 to the one who has it. */
export const claimRefresh = (communityId: string, id: string, tokens: Buffer): Promise<number> =>
  run(sql`
    update linked_accounts set refreshing_until = now() + interval '10 seconds'
    where community_id = ${communityId} and id = ${id} and tokens = ${tokens} and (refreshing_until is null or refreshing_until < now())`)

export const releaseRefresh = (communityId: string, id: string): Promise<number> =>
  run(sql`update linked_accounts set refreshing_until = null where community_id = ${communityId} and id = ${id}`)

export const accountsOfInstallation = (communityId: string, installationId: string): Promise<AccountRow[]> =>
  rows<AccountRow>(
    sql`select ${columns} from linked_accounts where community_id = ${communityId} and installation_id = ${installationId}`,
  )

/** Is this account at the service anybody's here, a member's or the installation's own? */
export const isLinked = async (
  { community_id, id }: { readonly community_id: string; readonly id: string },
  externalId: string,
): Promise<boolean> =>
  (await maybe(sql`
    select from linked_accounts
    where community_id = ${community_id} and installation_id = ${id} and external_id = ${externalId} limit 1`)) !==
  undefined

export interface NewAccount {
  id: string
  communityId: string
  memberId: string
  installationId: string
  externalId: string
  label: string
  tokens: Buffer
  scopes: readonly string[]
  expiresAt: Date | null
}

/** Linking again takes the place of the account before. */
export const putAccount = (account: NewAccount): Promise<number> =>
  run(sql`
    with before as (
      delete from linked_accounts
      where community_id = ${account.communityId} and installation_id = ${account.installationId} and member_id = ${account.memberId}
        and id <> ${account.id}
      returning id
    ), asked as (
      delete from linking_choices
      where community_id = ${account.communityId} and installation_id = ${account.installationId} and member_id = ${account.memberId}
    )
    insert into linked_accounts (community_id, id, member_id, installation_id, external_id, label, tokens, scopes, expires_at)
    select ${account.communityId}, ${account.id}, ${account.memberId}, ${account.installationId}, ${account.externalId}, ${account.label},
      ${account.tokens}, ${account.scopes}::text[], ${account.expiresAt}
    from (select count(*) from before) as gone`)

export const setTokens = (communityId: string, id: string, tokens: Buffer, expiresAt: Date | null): Promise<number> =>
  run(sql`
    update linked_accounts set tokens = ${tokens}, expires_at = ${expiresAt}, state = 'working', problem = null, refreshed_at = now(),
      refreshing_until = null
    where community_id = ${communityId} and id = ${id}`)

export const setBroken = (communityId: string, id: string, problem: string): Promise<number> =>
  run(sql`
    update linked_accounts set state = 'broken', problem = ${problem}
    where community_id = ${communityId} and id = ${id} and state = 'working'`)

export const deleteAccount = (communityId: string, id: string): Promise<number> =>
  run(sql`delete from linked_accounts where community_id = ${communityId} and id = ${id}`)

/** What was shown to somebody by their account goes with it. */
export const forgetPreviews = (communityId: string, installationId: string, viewerId: string | null): Promise<number> =>
  run(sql`
    delete from link_previews
    where community_id = ${communityId} and installation_id = ${installationId} and (${viewerId}::bigint is null or viewer_id = ${viewerId})`)

export const choiceOf = (communityId: string, installationId: string, memberId: string) =>
  maybe<{ never: boolean; dismissed: boolean }>(sql`
    select never, never or until > now() as dismissed from linking_choices
    where community_id = ${communityId} and installation_id = ${installationId} and member_id = ${memberId}`)

export const setChoice = (
  communityId: string,
  installationId: string,
  memberId: string,
  never: boolean,
): Promise<number> =>
  run(sql`
    insert into linking_choices (community_id, installation_id, member_id, never, until)
    values (${communityId}, ${installationId}, ${memberId}, ${never}, now() + interval '7 days')
    on conflict (community_id, installation_id, member_id) do update set never = excluded.never, until = excluded.until`)

export const dropChoice = (communityId: string, installationId: string, memberId: string): Promise<number> =>
  run(sql`
    delete from linking_choices
    where community_id = ${communityId} and installation_id = ${installationId} and member_id = ${memberId}`)

/** The other half of a sign-in under way. */
export interface StateRow {
  community_id: string
  session_id: string
  member_id: string
  installation_id: string
  purpose: 'installation' | 'member'
  sealed: Buffer
}

export const insertState = (stateHash: Buffer, state: StateRow): Promise<number> =>
  run(sql`
    insert into oauth_states (state_hash, community_id, session_id, member_id, installation_id, purpose, sealed, ends_at)
    values (${stateHash}, ${state.community_id}, ${state.session_id}, ${state.member_id}, ${state.installation_id}, ${state.purpose},
      ${state.sealed}, now() + interval '10 minutes')`)

/** Sign-ins that nobody came back from. */
export const dropEndedStates = (): Promise<number> => run(sql`delete from oauth_states where ends_at < now()`)

/** Takes the state, once: whoever comes second finds nothing. */
export const takeState = (stateHash: Buffer): Promise<StateRow | undefined> =>
  maybe<StateRow>(sql`
    delete from oauth_states where state_hash = ${stateHash} and ends_at > now()
    returning community_id, session_id, member_id, installation_id, purpose, sealed`)
