import { randomInt } from 'node:crypto'
import { maybe, one, sql } from '../../platform/db.ts'
import { hashToken, newToken } from '../../platform/ids.ts'
import { type Exchanged, exchangeCode } from './exchange-code.ts'
import { insertLogIn, programOfApp } from './log-ins.sql.ts'
import { scopesIn } from './open-dialog.ts'

/** Seconds in which a code is typed and allowed, and between two questions of the device. */
export const deviceSeconds = 420
export const deviceInterval = 5
/** A client token stands in every device: what it can make of rows has an end. */
const mostOpen = 100

export interface DeviceCode {
  readonly code: string
  readonly typedCode: string
}

/** A device asks who sits in front of it: a code for itself, one to be typed. Nothing where the program is off, or its administrator did not allow devices. */
export async function beginDevice(
  appId: string,
  scope: string | undefined,
): Promise<DeviceCode | 'too_many' | undefined> {
  const program = await programOfApp(appId)
  if (!program?.devices) return undefined
  const { open } = await one<{ open: number }>(sql`
    select count(*)::int as open from log_ins
    where community_id = ${program.community_id} and installation_id = ${program.installation_id} and via = 'device' and answered_at is null
      and code_ends_at > now()`)
  if (open >= mostOpen) return 'too_many'
  const [code, typedCode] = [newToken(), newTypedCode()]
  await insertLogIn({
    communityId: program.community_id,
    installationId: program.installation_id,
    via: 'device',
    scopes: scopesIn(scope),
    typedCode,
    codeHash: hashToken(code),
    codeSeconds: deviceSeconds,
  })
  return { code, typedCode }
}

/** Without vowels, which make words, and without what looks alike. */
const letters = 'BCDFGHJKLMNPQRSTVWXZ'
const newTypedCode = (): string => Array.from({ length: 8 }, () => letters[randomInt(letters.length)]).join('')

/** What came of it: a token once somebody allowed it, once; else that it waits, or that it is over. */
export async function askDevice(appId: string, code: string): Promise<Exchanged | 'pending' | 'over'> {
  const given = await exchangeCode({ appId, code })
  if (given) return given
  const waiting = await maybe(sql`
    select from log_ins l join installations i on i.community_id = l.community_id and i.id = l.installation_id and i.integration_id = ${appId}
    where l.code_hash = ${hashToken(code)} and l.via = 'device' and l.answered_at is null and l.code_ends_at > now()`)
  return waiting ? 'pending' : 'over'
}
