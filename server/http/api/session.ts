import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Welcome } from '../../../contract/api/session.ts'
import * as contract from '../../../contract/api/session.ts'
import { needsSetUp, setUp } from '../../domain/community/set-up.ts'
import { actorOf } from '../../domain/identity/actor-of.ts'
import { askForReset } from '../../domain/identity/ask-for-reset.ts'
import { changePassword } from '../../domain/identity/change-password.ts'
import { changeProfile, chooseSeat } from '../../domain/identity/change-profile.ts'
import { endSessions, signOut } from '../../domain/identity/end-sessions.ts'
import { knowBrowser } from '../../domain/identity/known-browser.ts'
import { me } from '../../domain/identity/me.ts'
import { lookAtLink, useLink } from '../../domain/identity/one-time-links.ts'
import { signIn } from '../../domain/identity/sign-in.ts'
import type { Visitor } from '../../domain/identity/start-session.ts'
import { maybe, sql } from '../../platform/db.ts'
import { mailWorks } from '../../platform/mail.ts'
import { Refusal } from '../../platform/refusal.ts'
import { readSetting } from '../../platform/settings.ts'
import { callerOf, cameFrom, giveKnown, giveSession, knownOf, takeSession } from '../caller.ts'
import type { ApiDoor } from './serve-route.ts'

const visitorOf = (request: FastifyRequest): Visitor => ({
  ...cameFrom(request),
  known: knownOf(request),
})

/** Hands the browser its session, makes it known for the next time, and answers who it now is. */
async function begin(token: string, reply: FastifyReply): Promise<contract.Me> {
  giveSession(reply, token)
  const actor = await actorOf(token)
  if (!actor) throw new Refusal('sign_in_needed')
  const answer = await me(actor)
  giveKnown(reply, knowBrowser(answer.email))
  return answer
}

export function sessionRoutes(door: ApiDoor): void {
  door.serveAnyone(contract.getWelcome, welcome)
  door.serveAnyone(contract.signIn, async ({ body, request, reply }) =>
    begin(await signIn(body.email, body.password, visitorOf(request)), reply),
  )
  door.serveAnyone(contract.setUp, async ({ body, request, reply }) =>
    begin(await setUp(body, visitorOf(request)), reply),
  )
  door.serveAnyone(contract.getOneTimeLink, ({ params }) => lookAtLink(params.tokenKey))
  door.serveAnyone(contract.useOneTimeLink, async ({ params, body, request, reply }) =>
    begin(await useLink(params.tokenKey, body, visitorOf(request)), reply),
  )
  door.serveAnyone(contract.askForReset, async ({ body, request }) => {
    await askForReset(body.email, request.ip)
    return {}
  })
  door.serve(contract.getMe, ({ actor }) => me(actor))
  door.serve(contract.signOut, async ({ actor, reply }) => {
    await signOut(actor)
    takeSession(reply)
    return {}
  })
  door.serve(contract.signOutEverywhere, async ({ actor, reply }) => {
    await endSessions(actor.accountId)
    takeSession(reply)
    return {}
  })
  ownRoutes(door)
}

function ownRoutes(door: ApiDoor): void {
  door.serve(contract.chooseSeat, async ({ actor, body, request }) => {
    await chooseSeat(actor, body.communityId)
    return meAgain(request)
  })
  door.serve(contract.changeProfile, async ({ actor, body }) => {
    await changeProfile(actor, body)
    return me(actor)
  })
  door.serve(contract.changePassword, async ({ actor, body, request, reply }) => {
    giveSession(reply, await changePassword(actor, body.current, body.password, visitorOf(request)))
    return {}
  })
}

async function meAgain(request: FastifyRequest): Promise<contract.Me> {
  const actor = await callerOf(request)
  if (!actor) throw new Refusal('sign_in_needed')
  return me(actor)
}

async function welcome(): Promise<Welcome> {
  const [mode, cast, community] = await Promise.all([
    readSetting<Welcome['mode']>('mode'),
    readSetting<Welcome['cast']>('tryout_cast'),
    maybe<{ name: string }>(sql`select name from communities order by id limit 1`),
  ])
  const setup = await needsSetUp()
  return {
    mode: mode ?? 'production',
    setup,
    communityName: community?.name ?? null,
    cast: cast ?? [],
    mailWorks: mailWorks(),
  }
}
