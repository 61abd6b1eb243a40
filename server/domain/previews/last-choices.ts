import type { Action } from '../../../connectors/connector.ts'
import type { FormValues } from '../../../contract/form.ts'
import { rows, run, sql } from '../../platform/db.ts'
import type { Person } from '../access/actor.ts'
import type { InstallationRow } from '../integrations/installations.sql.ts'

interface Form {
  readonly row: Pick<InstallationRow, 'id'>
  readonly action: Pick<Action<never>, 'id' | 'remembers'>
}

/** What is filled in, with what this person chose last where nothing is yet. Whether that is still there to be chosen, the form says. */
export async function withLastChoices(actor: Person, form: Form, values: FormValues): Promise<FormValues> {
  const { row, action } = form
  if (!action.remembers) return values
  const found = await rows<{ name: string; value: string }>(sql`
    select name, value from last_choices
    where community_id = ${actor.communityId} and installation_id = ${row.id} and member_id = ${actor.memberId}
      and name = any(${[...action.remembers]}::text[])`)
  return { ...Object.fromEntries(found.map(({ name, value }) => [name, value])), ...values }
}

export async function rememberChoices(actor: Person, { row, action }: Form, values: FormValues): Promise<void> {
  for (const name of action.remembers ?? []) {
    const value = values[name]
    if (typeof value !== 'string' || value.length > 1_000) continue
    await run(sql`
      insert into last_choices (community_id, installation_id, member_id, name, value)
      values (${actor.communityId}, ${row.id}, ${actor.memberId}, ${name}, ${value})
      on conflict (community_id, installation_id, member_id, name) do update set value = excluded.value`)
  }
}
