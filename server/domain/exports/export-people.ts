import { rows, run, sql } from '../../platform/db.ts'
import { seal } from '../../platform/secrets.ts'
import { type Cell, spreadsheet } from '../../platform/spreadsheet.ts'

/** Makes an export; once it is there, or was given up, it is not made again. */
export async function exportPeople(communityId: string, exportId: string): Promise<void> {
  const begun = await run(sql`
    update exports set status = 'STARTED' where community_id = ${communityId} and id = ${exportId} and status in ('PENDING', 'STARTED')`)
  if (begun === 0) return
  const sheet = spreadsheet(
    'Employees',
    columns.map(([name]) => name),
    (await everybody(communityId)).map(cellsOf),
  )
  await run(sql`
    update exports set status = 'COMPLETED', ended_at = now(), content = ${seal(sheet, `exports ${exportId}`)}
    where community_id = ${communityId} and id = ${exportId} and status = 'STARTED'`)
}

export async function failExport(communityId: string, exportId: string): Promise<void> {
  await run(sql`
    update exports set status = 'FAILED', ended_at = now()
    where community_id = ${communityId} and id = ${exportId} and status in ('PENDING', 'STARTED')`)
}

/** Everybody's data in one place is kept for a day, and that it was asked for for thirty. */
export async function forgetOldExports(): Promise<void> {
  await run(sql`update exports set content = null where content is not null and asked_at < now() - interval '1 day'`)
  await run(sql`delete from exports where asked_at < now() - interval '30 days'`)
}

interface Row {
  name: string
  email: string | null
  external_id: string | null
  title: string | null
  department: string | null
  division: string | null
  organization: string | null
  phone: string | null
  address: string | null
  role: string
  active: boolean
  created_at: Date
  claimed_at: Date | null
  started_at: Date | null
  invited_at: Date | null
  manager_email: string | null
  manager_external_id: string | null
  seen: boolean[]
  seen_mobile: boolean[]
  posts: number[]
  comments: number[]
  messages: number[]
}

const day = (at: Date | null): Cell => at?.toISOString().slice(0, 10) ?? null
const status = (row: Row): string => (!row.active ? 'Deactivated' : row.claimed_at ? 'Active' : 'Invited')

/** Each figure for the last day, week and 28 days. */
const windows = ['1 day', '7 days', '28 days'] as const
const each = (name: string, read: (row: Row, n: number) => Cell): [string, (row: Row) => Cell][] =>
  windows.map((window, n) => [`${name} (${window})`, row => read(row, n)])

/**
 * As the documentation of Workplace names them (workplace-graph-api.md 5.16); English, since programs look for them. What nobody here knows is
 * empty: where an account came from. A claim link would be a key to the account: it is never given out.
 */
const columns: readonly (readonly [string, (row: Row) => Cell])[] = [
  ['Full name', row => row.name],
  ['Email', row => row.email],
  ['Employee ID', row => row.external_id],
  ['Job title', row => row.title],
  ['Department', row => row.department],
  ['Division', row => row.division],
  ['Organisation', row => row.organization],
  ['Phone number', row => row.phone],
  ['Location', row => row.address],
  ['Start date', row => day(row.started_at)],
  ['Admin', row => row.role === 'system_administrator'],
  ['Source', () => null],
  ['Creation date', row => day(row.created_at)],
  ['Claimed', row => row.claimed_at !== null],
  ['Claim date', row => day(row.claimed_at)],
  ['Claim link', () => null],
  ['Status', status],
  ['Invited date', row => day(row.invited_at)],
  ['Manager email', row => row.manager_email],
  ['Manager employee ID', row => row.manager_external_id],
  ...each('Active', (row, n) => row.seen[n] ?? false),
  ...each('Active on mobile', (row, n) => row.seen_mobile[n] ?? false),
  ...each('Messages', (row, n) => row.messages[n] ?? 0),
  ...each('Posts', (row, n) => row.posts[n] ?? 0),
  ...each('Comments', (row, n) => row.comments[n] ?? 0),
  ...each('Contributor score', (row, n) => (row.posts[n] ?? 0) + (row.comments[n] ?? 0)),
]

const cellsOf = (row: Row): Cell[] => columns.map(([, read]) => read(row))

const everybody = (communityId: string): Promise<Row[]> =>
  rows<Row>(sql`
    with lately as (
      select name, now() - name::interval as since, n from unnest(${[...windows]}::text[]) with ordinality as w(name, n)
    ), written as (
      select author_id, created_at, 'post' as kind from posts
      where community_id = ${communityId} and deleted_at is null and created_at > now() - interval '28 days'
      union all select author_id, created_at, 'comment' from comments
      where community_id = ${communityId} and deleted_at is null and created_at > now() - interval '28 days'
      union all select author_id, created_at, 'message' from messages
      where community_id = ${communityId} and kind = 'message' and created_at > now() - interval '28 days'
    ), counted as (
      select w.author_id, l.n, count(*) filter (where w.kind = 'post' and w.created_at > l.since)::int as posts,
        count(*) filter (where w.kind = 'comment' and w.created_at > l.since)::int as comments,
        count(*) filter (where w.kind = 'message' and w.created_at > l.since)::int as messages
      from written w cross join lately l group by w.author_id, l.n
    ), authors as (
      select author_id, array_agg(posts order by n) as posts, array_agg(comments order by n) as comments,
        array_agg(messages order by n) as messages from counted group by author_id
    ), seen as (
      select s.account_id, max(s.last_seen_at) as at, max(s.last_seen_at) filter (where s.user_agent ~* 'mobile|android|iphone') as mobile_at
      from sessions s where s.community_id = ${communityId} group by s.account_id
    )
    select m.name, m.email, m.external_id, to_timestamp(nullif(m.directory ->> 'startDate', '0')::double precision) as started_at, m.title, m.department, m.division, m.organization, m.phone, m.address, m.role, m.active, m.created_at,
      m.claimed_at, coalesce(m.invited_at, m.created_at) as invited_at, b.email as manager_email, b.external_id as manager_external_id,
      (select array_agg(coalesce(v.at > l.since, false) order by l.n) from lately l) as seen,
      (select array_agg(coalesce(v.mobile_at > l.since, false) order by l.n) from lately l) as seen_mobile,
      coalesce(a.posts, '{}') as posts, coalesce(a.comments, '{}') as comments, coalesce(a.messages, '{}') as messages
    from members m
    left join members b on b.community_id = m.community_id and b.id = m.manager_id
    left join seen v on v.account_id = m.account_id
    left join authors a on a.author_id = m.id
    where m.community_id = ${communityId} and m.kind = 'person' and m.removed_at is null
    order by lower(unaccent(m.name)), m.id`)
