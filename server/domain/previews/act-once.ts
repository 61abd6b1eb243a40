import { createHash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { FormValues } from '../../../contract/form.ts'
import { maybe, run, sql } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import { openText, seal } from '../../platform/secrets.ts'
import type { Person } from '../access/actor.ts'

/** How long whoever sends it again waits for the first, in milliseconds. */
const patience = { most: 12_000, step: 150 }
/** A call to a service is over by then: who said nothing until now was cut off. */
const cutOff = '2 minutes'
/** Nobody sends anything again after so long. */
const kept = '7 days'

interface Deed<Made, Said> {
  readonly key: string
  /** What is asked for: where, what, with which values. */
  readonly asked: readonly (string | undefined)[]
  readonly values: FormValues
  /** Asks the service; happens once. */
  run(): Promise<Made>
  /** Says here what came of it; the same result twice says it once. */
  tell(made: Made): Promise<Said>
}

interface Outcome<Made, Said> {
  readonly made: Made
  readonly said?: Said
}

/**
 * Does something at a service once for a key, and answers the same however often it is sent. What the service refused was not done and may be
 * tried again; where nobody knows whether it was done, it is not done a second time.
 */
export async function actOnce<Made, Said>(actor: Person, service: string, deed: Deed<Made, Said>): Promise<Said> {
  const asked = hashOf(deed.asked, deed.values)
  for (let waited = 0; ; waited += patience.step) {
    if (await begin(actor, deed.key, asked)) return first(actor, deed)
    const before = await known(actor, deed.key)
    if (!before) continue
    if (!before.asked.equals(asked)) throw new Refusal('idempotency_conflict')
    if (before.outcome) {
      const { made, said }: Outcome<Made, Said> = JSON.parse(openText(before.outcome, contextOf(actor)))
      return said ?? finish(actor, deed, made)
    }
    if (before.cut_off) throw new Refusal('action_uncertain', { service })
    if (waited >= patience.most) throw new Refusal('in_progress')
    await pause(patience.step)
  }
}

export const forgetOldActions = (): Promise<number> =>
  run(sql`delete from actions_done where begun_at < now() - ${kept}::interval`)

async function first<Made, Said>(actor: Person, deed: Deed<Made, Said>): Promise<Said> {
  let made: Made
  try {
    made = await deed.run()
  } catch (error) {
    if (error instanceof Refusal) await giveUp(actor, deed.key)
    throw error
  }
  await keep(actor, deed.key, { made })
  return finish(actor, deed, made)
}

async function finish<Made, Said>(actor: Person, deed: Deed<Made, Said>, made: Made): Promise<Said> {
  const said = await deed.tell(made)
  await keep(actor, deed.key, { made, said })
  return said
}

const hashOf = (asked: readonly (string | undefined)[], values: FormValues): Buffer =>
  createHash('sha256')
    .update(JSON.stringify([asked, Object.entries(values).toSorted(([a], [b]) => (a < b ? -1 : 1))]))
    .digest()

const contextOf = ({ communityId, memberId }: Person): string => `actions_done:${communityId}:${memberId}`

const begin = async (actor: Person, key: string, asked: Buffer): Promise<boolean> =>
  (await run(sql`
    insert into actions_done (community_id, member_id, key, asked) values (${actor.communityId}, ${actor.memberId}, ${key}, ${asked})
    on conflict do nothing`)) > 0

const known = (actor: Person, key: string) =>
  maybe<{ asked: Buffer; outcome: Buffer | null; cut_off: boolean }>(sql`
    select asked, outcome, begun_at < now() - ${cutOff}::interval as cut_off from actions_done
    where community_id = ${actor.communityId} and member_id = ${actor.memberId} and key = ${key}`)

const keep = (actor: Person, key: string, outcome: Outcome<unknown, unknown>): Promise<number> =>
  run(sql`
    update actions_done set outcome = ${seal(JSON.stringify(outcome), contextOf(actor))}
    where community_id = ${actor.communityId} and member_id = ${actor.memberId} and key = ${key}`)

const giveUp = (actor: Person, key: string): Promise<number> =>
  run(sql`
    delete from actions_done
    where community_id = ${actor.communityId} and member_id = ${actor.memberId} and key = ${key} and outcome is null`)
