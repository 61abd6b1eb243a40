/**
 * Which survey an address leads to. The service does not say: the account's surveys are looked through, the newest first, and what was found on the
 * way is remembered, so that an address costs nothing the second time and an account of any size is looked through in a few turns.
 */
import type { Reference } from '../connector.ts'
import { demandDone, type SurveyClient, SurveyRefused } from './site.ts'
import { askSurvey, collectorsOf, slugOf, surveyOf, surveysOf } from './surveys.ts'

/** Surveys listed, and of those looked into in one turn: the limit is 120 calls a minute. */
const [pageSize, mostPages, mostAsked] = [100, 5, 25]
/** A survey looked into so long ago may have other collectors by now. */
const rememberedMs = 3_600_000

/** The id of the survey, or nothing where it is not among those this account's turn reached. */
export async function surveyBehind(client: SurveyClient, { kind, ids }: Reference): Promise<string | undefined> {
  const wanted = kind === 'collector' ? `r ${ids.slug}` : `sm ${ids.name}`
  const known = client.memory.get(wanted)
  if (known) return known
  for (let [page, asked] = [1, 0]; page <= mostPages; page++) {
    const { surveys, more } = await surveysOf(client, { page, size: pageSize })
    for (const survey of surveys) for (const name of survey.names) client.memory.set(`sm ${name}`, survey.id)
    for (const { id } of surveys) {
      if (client.memory.has(wanted) || asked >= mostAsked) return client.memory.get(wanted)
      if (wasSeen(client, kind, id)) continue
      await lookInto(client, kind, id).catch(butNotOurs)
      client.memory.set(seenAs(kind, id), String(client.now()))
      asked++
    }
    if (!more) break
  }
  return client.memory.get(wanted)
}

/** What was remembered turned out to be so no longer. */
export const forget = (client: SurveyClient, { kind, ids }: Reference): boolean =>
  client.memory.delete(kind === 'collector' ? `r ${ids.slug}` : `sm ${ids.name}`)

const seenAs = (kind: string, id: string): string => `seen ${kind === 'collector' ? 'r' : 'sm'} ${id}`
const wasSeen = (client: SurveyClient, kind: string, id: string): boolean =>
  client.now() - Number(client.memory.get(seenAs(kind, id)) ?? -rememberedMs) < rememberedMs

async function lookInto(client: SurveyClient, kind: string, id: string): Promise<void> {
  if (kind === 'collector') {
    for (const { url } of await collectorsOf(client, id)) client.memory.set(`r ${slugOf(url)}`, id)
  } else {
    // The list leaves out the editor's address.
    const answer = await askSurvey(client, id)
    demandDone(answer)
    for (const name of surveyOf(answer.json).names) client.memory.set(`sm ${name}`, id)
  }
}

/** One survey that is kept back hides no other; a lost account is none that finds nothing. */
function butNotOurs(error: unknown): void {
  if (!(error instanceof SurveyRefused) || error.status === 401) throw error
}
