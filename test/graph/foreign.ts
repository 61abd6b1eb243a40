/**
 * Things that a program must not know of, one of each kind the Graph has: whoever adds a kind says here how one is made, or the matrix of tenancy does not even
 * compile. Every text of them holds `mark`.
 */
import { createComment } from '../../server/domain/posts/create-comment.ts'
import { createPost } from '../../server/domain/posts/create-post.ts'
import type { Kind } from '../../server/domain/search/kind-of.sql.ts'
import { one, run, type Sql, sql } from '../../server/platform/db.ts'

/** The ways one thing is addressed, and beside each the same way to something that never was. */
export interface Forms {
  readonly there: readonly string[]
  readonly missing: readonly string[]
}

export interface Place {
  readonly mark: string
  readonly communityId: string
  readonly groupId: string
  readonly memberId: string
  readonly email: string
}

const nobody = '900719925474099'

export const foreign: Readonly<Record<Kind, (place: Place) => Promise<Forms>>> = {
  community: async ({ communityId }) => ({ there: [communityId], missing: [nobody] }),
  group: async ({ groupId }) => ({ there: [groupId], missing: [nobody] }),
  member: async ({ memberId, email }) => ({
    there: [memberId, email, encodeURIComponent(email)],
    missing: [nobody, `nobody@${email.split('@')[1]}`, encodeURIComponent(`nobody@${email.split('@')[1]}`)],
  }),
  post: async place => {
    const { id } = await postIn(place)
    return { there: [`${place.groupId}_${id}`, id], missing: [`${place.groupId}_${nobody}`, nobody] }
  },
  comment: async place => {
    const post = await postIn(place)
    const { id } = await createComment(personIn(place), { postId: post.id, text: `${place.mark} said` })
    return { there: [`${post.id}_${id}`, id], missing: [`${post.id}_${nobody}`, nobody] }
  },
  event: place =>
    madeBy(sql`
      insert into calendar_events (community_id, group_id, owner_id, name, starts_at)
      values (${place.communityId}, ${place.groupId}, ${place.memberId}, ${place.mark}, now()) returning id`),
  doc: async place => {
    const { there } = await madeBy(sql`
      insert into docs (community_id, group_id, author_id, title, body)
      values (${place.communityId}, ${place.groupId}, ${place.memberId}, ${place.mark}, ${place.mark}) returning id`)
    return { there: [`${place.groupId}_${there[0]}`, ...there], missing: [`${place.groupId}_${nobody}`, nobody] }
  },
  category: place =>
    madeBy(sql`
      insert into library_categories (community_id, title, audience, changed_by)
      values (${place.communityId}, ${place.mark}, ${JSON.stringify({ audience_type: 'GROUPS', groups: [place.groupId] })}::jsonb, ${place.memberId})
      returning id`),
  // The whole company's: to be hidden in one's own community it must be gone.
  quick_link: place =>
    madeBy(sql`
      insert into quick_links (community_id, title, link, deleted_at)
      values (${place.communityId}, ${place.mark}, ${`https://${place.mark}.example/`}, now()) returning id`),
  skill: place =>
    madeBy(sql`
      with made as (insert into skills (community_id, name) values (${place.communityId}, ${place.mark}) returning community_id, id),
        held as (insert into member_skills (community_id, skill_id, member_id) select community_id, id, ${place.memberId} from made)
      select id from made`),
  people_set: place =>
    madeBy(sql`insert into people_sets (community_id, name) values (${place.communityId}, ${place.mark}) returning id`),
  survey: place =>
    madeBy(sql`
      insert into surveys (community_id, title, made_by) values (${place.communityId}, ${place.mark}, ${place.memberId}) returning id`),
  report: async place => {
    const { id } = await postIn(place)
    return madeBy(sql`
      insert into reports (community_id, subject_id, post_id, group_id, reporter_id, reason)
      values (${place.communityId}, ${id}, ${id}, ${place.groupId}, ${place.memberId}, ${place.mark}) returning id`)
  },
  export: place =>
    madeBy(sql`
      insert into exports (community_id, installation_id, asked_by) values (${place.communityId}, 0, ${place.memberId}) returning id`),
  conversation: async place => {
    const id = await threadIn(place)
    return { there: [`t_${id}`], missing: [`t_${nobody}`] }
  },
  message: async place => {
    const { id } = await one<{ id: string }>(sql`
      insert into messages (community_id, conversation_id, author_id, text)
      values (${place.communityId}, ${await threadIn(place)}, ${place.memberId}, ${place.mark}) returning id`)
    return { there: [`m_${id}`, `mid.$${id}`], missing: [`m_${nobody}`, `mid.$${nobody}`] }
  },
  picture: place => fileOn(place, 'picture'),
  video: place => fileOn(place, 'video'),
  file: place => fileOn(place, 'file'),
}

/** A file on a post of the group. */
async function fileOn(place: Place, kind: 'picture' | 'video' | 'file'): Promise<Forms> {
  const post = await postIn(place)
  return madeBy(sql`
    with made as (
      insert into files (community_id, id, kind, name, type, bytes, description, forms, uploaded_by)
      values (${place.communityId}, nextval('ids'), ${kind}, ${place.mark}, 'image/webp', 1, ${place.mark}, '{}', ${place.memberId})
      returning community_id, id
    ), hung as (
      insert into attachments (community_id, subject_id, place, file_id, post_id, group_id)
      select community_id, ${post.id}, 0, id, ${post.id}, ${place.groupId} from made
    )
    select id from made`)
}

async function madeBy(statement: Sql): Promise<Forms> {
  const { id } = await one<{ id: string }>(statement)
  return { there: [id], missing: [nobody] }
}

async function threadIn({ communityId, memberId, mark }: Place): Promise<string> {
  const { id } = await one<{ id: string }>(sql`
    with made as (insert into conversations (community_id, kind, title, made_by) values (${communityId}, 'group', ${mark}, ${memberId}) returning community_id, id),
      joined as (insert into conversation_members (community_id, conversation_id, member_id) select community_id, id, ${memberId} from made)
    select id from made`)
  return id
}

const personIn = ({ communityId, memberId }: Place) =>
  ({ kind: 'person', communityId, memberId, accountId: '0', sessionId: '0', role: 'member', language: 'en' }) as const

const postIn = (place: Place) =>
  createPost(personIn(place), { groupId: place.groupId, text: `${place.mark} https://${place.mark}.example/a` })

/** Somebody who belongs to one secret group alone, in this community. */
export async function hiddenPlace(communityId: string, mark: string): Promise<Place> {
  const email = `${mark}@${mark}.example`.toLowerCase()
  const { id: accountId } = await one<{ id: string }>(
    sql`insert into accounts (email, language) values (${email}, 'en') returning id`,
  )
  const { id: memberId } = await one<{ id: string }>(sql`
    insert into members (community_id, kind, account_id, name, email, role, title, department, external_id)
    values (${communityId}, 'person', ${accountId}, ${`${mark} Person`}, ${email}, 'member', ${mark}, ${mark}, ${mark}) returning id`)
  const { id: groupId } = await one<{ id: string }>(sql`
    insert into groups (community_id, name, description, privacy, created_by)
    values (${communityId}, ${`${mark} Group`}, ${mark}, 'secret', ${memberId}) returning id`)
  await run(
    sql`insert into memberships (community_id, group_id, member_id, role) values (${communityId}, ${groupId}, ${memberId}, 'admin')`,
  )
  return { mark, communityId, groupId, memberId, email }
}

export async function otherCommunity(name: string): Promise<string> {
  const { id } = await one<{ id: string }>(
    sql`insert into communities (name, domain) values (${name}, ${`${name}.example`.toLowerCase()}) returning id`,
  )
  return id
}

/** Every row of every table but what a call itself leaves behind, as one word. */
export async function everyRow(): Promise<string> {
  const { tables } = await one<{ tables: string[] }>(sql`
    select array_agg(quote_ident(tablename)) as tables from pg_tables
    where schemaname = 'public' and tablename !~ '^api_log'
      and tablename not in ('api_days', 'permission_uses', 'permission_days', 'group_uses', 'graph_usage', 'migrations')`)
  const found: string[] = []
  for (const table of tables.sort()) {
    const { sum } = await one<{ sum: string }>({
      text: `select count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '') as sum from ${table} t`,
      values: [],
    })
    found.push(`${table} ${sum}`)
  }
  return found.join('\n')
}
