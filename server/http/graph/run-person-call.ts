/** What a token of a log-in answers: who the person is, what they allowed, and that they no longer do. Everything else is not there for it. */
import { communityName } from '../../domain/community/people.sql.ts'
import { type Profile, profilesNamed } from '../../domain/community/profiles.sql.ts'
import { giveUpLogIn } from '../../domain/log-ins/kept-log-ins.ts'
import type { LoggedIn } from '../../domain/log-ins/log-ins.sql.ts'
import type { Field } from './fields.ts'
import { locale, personLink, picture, said } from './formats.ts'
import { GraphError, missing } from './graph-error.ts'
import { asBoolean } from './lenient.ts'
import { plain } from './node.ts'
import { picked } from './picked.ts'
import { Elsewhere } from './picture.ts'
import type { GraphRequest } from './request.ts'
import { fieldsOf } from './run-call.ts'

export async function runPersonCall(holder: LoggedIn, request: GraphRequest): Promise<unknown> {
  const [name = '', edge, ...rest] = request.path
  if (['community', 'company', holder.bot.communityId].includes(name)) return readCommunity(holder, request)
  const [profile] = await profilesNamed(holder.bot, [holder.member_id])
  if ((name !== 'me' && name !== holder.member_id) || rest.length > 0 || !profile) throw missing(name, request.method)
  if (edge === 'permissions' && request.method === 'GET')
    return { data: holder.scopes.map(permission => ({ permission, status: 'granted' })) }
  if (edge === 'permissions' && request.method === 'DELETE') {
    await giveUpLogIn(holder.bot.communityId, holder.log_in_id)
    return { success: true }
  }
  if (request.method !== 'GET')
    throw new GraphError('not_allowed', '(#200) The token of a log-in says who somebody is; it writes nothing')
  if (edge === undefined) return readMe(holder, profile, request)
  if (edge !== 'picture') throw missing(name, request.method)
  const { data } = picture(profile.picture, holder.bot)
  return asBoolean(request.params.redirect) === false ? { data } : new Elsewhere(data.url)
}

async function readMe(holder: LoggedIn, profile: Profile, request: GraphRequest): Promise<unknown> {
  const fields = fieldsOf(request) ?? ['name', 'id'].map(plain)
  const all = await factsOf(holder, profile, fields)
  const answer: Record<string, unknown> = {}
  for (const field of fields) {
    const value = Object.hasOwn(all, field.name) ? picked(all[field.name], field.fields) : undefined
    if (value !== undefined && field.alias !== '__proto__') answer[field.alias] = value
  }
  return { ...answer, id: profile.id }
}

/** Where the person belongs, by its name alone: a program that signs people in asks which company they are of. */
async function readCommunity({ bot }: LoggedIn, request: GraphRequest): Promise<unknown> {
  if (request.method !== 'GET' || request.path.length > 1) throw missing(request.path[0] ?? '', request.method)
  const all: Record<string, unknown> = { id: bot.communityId, name: await communityName(bot.communityId) }
  const fields = fieldsOf(request) ?? ['name', 'id'].map(plain)
  return { ...(picked(all, fields) as object), id: bot.communityId }
}

async function factsOf(
  { bot, scopes }: LoggedIn,
  profile: Profile,
  fields: readonly Field[],
): Promise<Record<string, unknown>> {
  const [first = '', ...others] = profile.name.split(' ')
  return {
    id: profile.id,
    name: profile.name,
    first_name: first,
    last_name: said(others.join(' ')),
    link: personLink(profile.id),
    locale: locale(profile.language),
    picture: picture(profile.picture, bot),
    email: scopes.includes('email') ? said(profile.email) : undefined,
    community: fields.some(field => field.name === 'community')
      ? { id: bot.communityId, name: await communityName(bot.communityId) }
      : undefined,
  }
}
