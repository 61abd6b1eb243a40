import { climbing } from '../ancestors.ts'
import { type CatchUp, type Reading, ServiceRefused, ServiceUnreachable } from '../connector.ts'
import { at, list, parse } from '../reading.ts'
import { readingOf } from './events.ts'
import { driveItemOf, parentsOf, select } from './items.ts'
import { callGraph, demandDone, type GraphClient, type SharePointSettings, tokenIn } from './site.ts'

/** Where each drive that holds something followed was read to. */
type Tokens = Readonly<Record<string, string>>

/** Drive by drive: one that is new begins now, one in which nothing is followed any more is let go. */
export const catchUp: CatchUp<SharePointSettings> = {
  every: 900,
  async start() {
    return '{}'
  },
  async next(client, cursor, followed) {
    const known = at(parse(Buffer.from(cursor))) as Tokens
    const drives = [...new Set(followed.map(item => item.split('/')[0] ?? ''))].filter(Boolean)
    const pages = await Promise.all(drives.map(drive => pageOf(client, drive, known[drive])))
    return {
      readings: pages.flatMap(page => page.readings),
      cursor: JSON.stringify(Object.fromEntries(pages.map((page, n) => [drives[n], page.token]))),
      more: pages.some(page => page.more),
    }
  },
}

interface Page {
  readonly readings: readonly Reading[]
  readonly token: string
  readonly more: boolean
}

/** A drive that is gone, or that the account may not read any more, keeps its place and is said; it does not silence the others. */
async function pageOf(client: GraphClient, drive: string, token: string | undefined): Promise<Page> {
  try {
    return await changesOf(client, drive, token)
  } catch (error) {
    if (!(error instanceof ServiceRefused)) throw error
    const reading = { is: 'unrecognised', reason: 'not_readable_there', about: drive } as const
    return { readings: [reading], token: token ?? '', more: false }
  }
}

async function changesOf(client: GraphClient, drive: string, token: string | undefined): Promise<Page> {
  const answer = await callGraph(client, `/drives/${encodeURIComponent(drive)}/root/delta`, {
    query: { token: token || 'latest', $select: select },
  })
  // The service lost its place: it begins now, since what was missed cannot be told from what was there.
  if (answer.status === 410 && token) return changesOf(client, drive, undefined)
  if (answer.status === 401) throw new ServiceUnreachable('HTTP 401')
  demandDone(answer)
  const page = at(answer.json)
  const next = tokenIn(page['@odata.nextLink'], 'token')
  const items = token ? list(page.value).map(driveItemOf) : []
  const above = climbing(id => parentsOf(client, drive, id))
  const readings = await Promise.all(
    items.map(async item => readingOf(item, drive, client, item.parent ? await above([item.parent]) : [])),
  )
  return { readings, token: next || tokenIn(page['@odata.deltaLink'], 'token'), more: next !== '' }
}
