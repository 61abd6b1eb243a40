import { maybe, run, sql } from './db.ts'

/** What the server keeps about itself: its mode, whether it was set up. Not for secrets, save as hashes. */
type Setting = 'mode' | 'setup_code_hash' | 'tryout_cast'

export async function readSetting<T>(key: Setting): Promise<T | undefined> {
  return (await maybe<{ value: T }>(sql`select value from server_settings where key = ${key}`))?.value
}

export async function writeSetting(key: Setting, value: unknown): Promise<void> {
  await run(sql`
    insert into server_settings (key, value) values (${key}, ${JSON.stringify(value)}::jsonb)
    on conflict (key) do update set value = excluded.value, changed_at = now()`)
}

export async function dropSetting(key: Setting): Promise<void> {
  await run(sql`delete from server_settings where key = ${key}`)
}
