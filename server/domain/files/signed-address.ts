/**
 * Addresses that open by themselves, for programs, which fetch them without a token (workplace-graph-api.md 5.7). They open for an hour at least, six at most,
 * what the program may read when they are used: one whose integration was disabled meanwhile, or whose group is out of its scope, opens nothing; one from
 * before its kill switch was thrown never again.
 */
import { publicOrigin } from '../../platform/addresses.ts'
import { now } from '../../platform/clock.ts'
import { maybe, sql } from '../../platform/db.ts'
import { isSigned, sign } from '../../platform/secrets.ts'
import type { Bot, CallingBot } from '../access/actor.ts'
import type { FileRow, FormName } from './files.sql.ts'
import { fileAddress } from './present-file.ts'

const hour = 3_600_000
const purpose = 'file address'

/** The same for an hour, so that whoever asks twice need not fetch twice. */
export function signedAddress(bot: CallingBot, file: Pick<FileRow, 'id' | 'name'>, form: FormName = 'full'): string {
  const ends = Math.ceil(now() / hour + 1) * hour + 4 * hour
  const said = [bot.communityId, bot.installationId, bot.memberId, bot.kills, Math.floor(ends / 1_000)].join('.')
  const key = `${said}.${sign(`${file.id}/${form}/${said}`, purpose)}`
  return `${publicOrigin()}${fileAddress(file, form)}?key=${key}`
}

/** Whose address this is, where it is one of ours, its time is not over, and the kill switch was not thrown since. */
export async function signedFor(fileId: string, form: FormName, key: string): Promise<Bot | undefined> {
  const [communityId = '', installationId = '', memberId = '', kills = '', ends = '', signature = ''] = key.split('.')
  const said = [communityId, installationId, memberId, kills, ends].join('.')
  const right = isSigned(`${fileId}/${form}/${said}`, signature, purpose)
  if (!right || Number(ends) * 1_000 < now()) return undefined
  const same = await maybe(sql`
    select from installations where community_id = ${communityId} and id = ${installationId} and kills = ${kills}`)
  return same && { kind: 'bot', communityId, installationId, memberId, language: 'en' }
}
