import { run, sql } from '../../platform/db.ts'
import { newToken } from '../../platform/ids.ts'
import { NotPicture, shrink } from '../../platform/images.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Person } from '../access/actor.ts'
import { demandInCommunity } from '../access/may.ts'
import { changeCustom } from './change-custom.ts'
import { logoAddress, logoOf } from './custom.sql.ts'
import type { InstallationRow } from './installations.sql.ts'

/** Sharp where it is shown largest, on a fine screen. */
const within = 256

/** Gives it a picture, or takes it away; its bot shows the same. What was uploaded is not kept: only the picture made of it. */
export async function changeLogo(
  actor: Person,
  integrationId: string,
  picture: string | null,
): Promise<InstallationRow> {
  demandInCommunity(actor, 'integrations.manage')
  const logo = picture === null ? null : await readPicture(picture)
  return changeCustom(actor, integrationId, 'integration.logo_changed', async ({ bot_id }) => {
    const logo_key = logo && newToken().slice(0, 10)
    await run(sql`
      update custom_integrations set logo = ${logo}, logo_key = ${logo_key} where community_id = ${actor.communityId} and id = ${integrationId}`)
    await run(sql`
      update members set picture = ${logoAddress({ id: integrationId, logo_key })} where community_id = ${actor.communityId} and id = ${bot_id}`)
    return { after: { logo: logo !== null } }
  })
}

/** The three kinds that browsers make: told by their first bytes, not by what they are called. */
const isPicture = (bytes: Buffer): boolean => {
  const beginning = bytes.subarray(0, 12).toString('hex')
  return /^(?:89504e470d0a1a0a|ffd8ff|52494646.{8}57454250)/.test(beginning)
}

async function readPicture(base64: string): Promise<Buffer> {
  const bytes = Buffer.from(base64, 'base64')
  if (!isPicture(bytes)) throw new Refusal('not_a_picture')
  try {
    return await shrink(bytes, within)
  } catch (error) {
    if (error instanceof NotPicture) throw new Refusal('not_a_picture')
    throw error
  }
}

/** The picture, for members of the community. */
export async function readLogo(actor: Person, integrationId: string): Promise<Buffer> {
  const logo = await logoOf(actor.communityId, integrationId)
  if (!logo) throw new Refusal('not_found')
  return logo
}
