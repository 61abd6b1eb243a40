import { randomUUID } from 'node:crypto'
import { run, sql } from '../../platform/db.ts'

/** A process begins to send: from now on the others see what it has under way. Those who never said goodbye are forgotten on the way. */
export async function joinSenders(): Promise<string> {
  const id = randomUUID()
  await run(sql`delete from webhook_senders where seen_at < now() - interval '10 minutes'`)
  await run(sql`insert into webhook_senders (id) values (${id})`)
  return id
}

/** Came back after so long that it was forgotten. */
export const rejoinSenders = (id: string): Promise<number> =>
  run(sql`insert into webhook_senders (id) values (${id}) on conflict do nothing`)

export const leaveSenders = (id: string): Promise<number> => run(sql`delete from webhook_senders where id = ${id}`)
