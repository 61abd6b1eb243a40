import type { WebhookTopic } from '../../../contract/graph/changes.ts'
import { rows, run, type Sql, sql } from '../../platform/db.ts'
import { failuresUntilRest } from './health.ts'

/** A delivery under way, with whereto it goes and what signs it. */
export interface Leased {
  community_id: string
  id: string
  installation_id: string
  subscription_id: string
  topic: WebhookTopic
  field: string
  verb: string
  subject_id: string
  object_id: string
  group_id: string | null
  actor_id: string | null
  happened_at: Date
  is_test: boolean
  tries: number
  /** Seconds since it was made, or redelivered. */
  age: number
  redelivered: number
  /** How often in a row its installation failed before: a success has that to take back. */
  failures: number
  callback_url: string
  host: string
  include_values: boolean
  in_order: boolean
  signing_secret: Buffer
  app_id: string
  app_secret: Buffer
  bot_id: string
}

/** What this process has under way, by installation and by destination host: nobody gets more than so much at once, from all processes together. */
export interface UnderWay {
  readonly installations: Readonly<Record<string, number>>
  readonly hosts: Readonly<Record<string, number>>
}

/** Longer than an answer may take: what a killed process held is sent by another after that. */
const leaseSeconds = 30
/** Who looks twice a second and was not heard of for so long is dead, and calls nobody: others need not wait for its leases to go on. */
const silentSeconds = 3
export const mostForInstallation = 10
/** At one destination, whoever's it is: many may point at one victim (threats.md A22). */
export const mostForHost = 10

/**
 * Leases what is due, lane by lane: each subscription with something waiting is looked at once, however much another one has waiting, and one that rests not at
 * all. After a rest one delivery goes ahead alone. Where order was asked for, only the first that waits of each object goes. What all senders have under way
 * stands in their rows, which are locked while one of them looks, and read after that: no two take the same room. A lease that a crash of the database
 * forgets only means that something is told twice, so nobody waits for the disk.
 */
export function takeDeliveries(sender: string, most: number, mine: UnderWay): Promise<Leased[]> {
  return rows<Leased>(sql`
    with recursive senders as materialized (
      select id, case when id = ${sender} then ${JSON.stringify(mine)}::jsonb else under_way end as under_way
      from set_config('synchronous_commit', 'off', true), webhook_senders_now()
      where id = ${sender} or seen_at > now() - make_interval(secs => ${silentSeconds})
    ), busy as materialized (
      select kind, key, sum(n::int)::int as n
      from senders, jsonb_each(under_way) as kinds(kind, counts), jsonb_each_text(counts) as c(key, n) group by 1, 2
    ), lanes as (
      (select community_id, subscription_id from deliveries where outcome in ('waiting', 'retrying') order by community_id, subscription_id limit 1)
      union all
      select n.community_id, n.subscription_id from lanes l cross join lateral (
        select community_id, subscription_id from deliveries
        where outcome in ('waiting', 'retrying') and (community_id, subscription_id) > (l.community_id, l.subscription_id)
        order by community_id, subscription_id limit 1) as n
    ), found as materialized (
      select d.place, s.installation_id, s.host, r.failures, r.room, r.host_room,
        row_number() over (partition by s.installation_id order by d.next_at) as nth_of_installation,
        row_number() over (partition by s.host order by d.next_at) as nth_of_host
      from lanes l
      join webhook_subscriptions s on s.community_id = l.community_id and s.id = l.subscription_id and s.state = 'active'
      left join webhook_health h on h.community_id = s.community_id and h.installation_id = s.installation_id
      left join busy bi on bi.kind = 'installations' and bi.key = s.installation_id::text
      left join busy bh on bh.kind = 'hosts' and bh.key = s.host
      cross join lateral (select coalesce(h.failures, 0) as failures,
        case when h.failures >= ${failuresUntilRest} then 1 else ${mostForInstallation} end - coalesce(bi.n, 0) as room,
        ${mostForHost} - coalesce(bh.n, 0) as host_room) as r
      cross join lateral (
        select w.ctid as place, w.next_at from deliveries w
        where w.community_id = l.community_id and w.subscription_id = l.subscription_id and w.outcome in ('waiting', 'retrying')
          and w.next_at <= now() and (w.leased_until is null or w.leased_until < now())
          and (not s.in_order or not exists (
            select from deliveries f
            where f.community_id = w.community_id and f.object_id = w.object_id and f.subscription_id = w.subscription_id and f.id < w.id
              and f.outcome in ('waiting', 'retrying')))
        order by w.next_at limit greatest(0, least(r.room, r.host_room)) for update skip locked) as d
      where h.rests_until is null or h.rests_until <= now()
    ), due as materialized (
      select place, installation_id, host, failures from found where nth_of_installation <= room and nth_of_host <= host_room limit ${most}
    ), told as (
      update webhook_senders set seen_at = now(), under_way = jsonb_build_object(
        'installations', ${withTaken(mine.installations, sql`installation_id::text`)}, 'hosts', ${withTaken(mine.hosts, sql`host`)})
      where id = ${sender}
    )
    update deliveries d set leased_until = now() + make_interval(secs => ${leaseSeconds})
    from due, webhook_subscriptions s, apps a, installations i
    where d.ctid = due.place and s.community_id = d.community_id and s.id = d.subscription_id and a.id = s.app_id
      and i.community_id = d.community_id and i.id = d.installation_id
    returning d.community_id, d.id, d.installation_id, d.subscription_id, d.topic, d.field, d.verb, d.subject_id, d.object_id, d.group_id, d.actor_id,
      d.happened_at, d.is_test, d.tries, extract(epoch from now() - d.tried_since)::float8 as age, d.redelivered, due.failures, s.callback_url, s.host, s.include_values, s.in_order, s.signing_secret,
      a.id as app_id, a.secret as app_secret, i.bot_id`)
}

/** What was under way and what was taken just now, by key. */
const withTaken = (before: Readonly<Record<string, number>>, key: Sql): Sql => sql`(
  select coalesce(jsonb_object_agg(key, n), '{}') from (
    select key, sum(n) as n from (
      select key, n::int from jsonb_each_text(${JSON.stringify(before)}::jsonb) as b(key, n) union all select ${key}, 1 from due) as one(key, n)
    group by key) as all_of(key, n))`

/** Gives back what there is no room for after all; the next look finds it. */
export async function giveBack(leased: readonly Leased[]): Promise<void> {
  if (leased.length === 0) return
  await run(sql`
    update deliveries set leased_until = null
    where (community_id, id) in (select * from unnest(${leased.map(one => one.community_id)}::bigint[], ${leased.map(one => one.id)}::bigint[]))`)
}
