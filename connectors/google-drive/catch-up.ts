import type { Fact } from '../../contract/preview.ts'
import { climbing } from '../ancestors.ts'
import type { CatchUp, Reading } from '../connector.ts'
import { at, instant, list, size, text } from '../reading.ts'
import { urlOf } from './cards.ts'
import { startToken } from './events.ts'
import { type DriveFile, fields, fileOf, itemOf, parentsOf } from './files.ts'
import { callDrive, type DriveClient, type DriveSettings, demandDone, everywhere } from './site.ts'

/** Both within this of each other: the file was made now. */
const together = 5_000

/** Messages may be lost or come in any order: the page token is the truth. */
export const catchUp: CatchUp<DriveSettings> = {
  every: 600,
  start: startToken,
  async next(client, cursor, followed) {
    const answer = await callDrive(client, '/changes', {
      query: {
        ...everywhere,
        pageToken: cursor,
        includeItemsFromAllDrives: 'true',
        fields: `newStartPageToken,nextPageToken,changes(removed,time,changeType,fileId,file(${fields}))`,
      },
    })
    if (answer.status === 400 || answer.status === 410)
      return { readings: [], cursor: await startToken(client), more: false }
    demandDone(answer)
    const page = at(answer.json)
    const next = text(page.nextPageToken, 1_000)
    // Nobody follows a folder where nothing is followed.
    const above = climbing(async id => (followed.length > 0 ? parentsOf(client, id) : []))
    const readings = await Promise.all(list(page.changes).map(change => readingOf(at(change), client, followed, above)))
    return { readings, cursor: next || text(page.newStartPageToken, 1_000) || cursor, more: next !== '' }
  },
}

async function readingOf(
  change: Readonly<Record<string, unknown>>,
  client: DriveClient,
  followed: readonly string[],
  above: (nearest: readonly string[]) => Promise<string[]>,
): Promise<Reading> {
  const file = fileOf(change.file)
  const when = Date.parse(instant(change.time) ?? '') || client.now()
  if (change.removed === true || !file.id) return removed(text(change.fileId) || file.id, client, followed, when)
  return told(file, (await above(file.parents)).map(itemOf), client, when)
}

/** What was deleted for good, or taken away from this account, has no name any more; who follows it hears so. */
function removed(id: string, client: DriveClient, followed: readonly string[], when: number): Reading {
  if (!followed.includes(itemOf(id))) return { is: 'ignored', event: 'removed', reason: 'gone' }
  const link = `${client.address('drive')}/file/d/${encodeURIComponent(id)}/view`
  const about = { link, item: itemOf(id), properties: {}, at: when }
  return { is: 'notice', notice: { event: 'removed', key: 'removed', values: {}, facts: [], ...about } }
}

function told(file: DriveFile, within: string[], client: DriveClient, when: number): Reading {
  const made = Math.abs(Date.parse(file.changedAt) - Date.parse(file.createdAt)) < together
  const event = file.trashed ? 'trashed' : made ? 'made' : 'changed'
  const facts: Fact[] = [{ label: 'kind', kind: 'text', value: file.kind }]
  if (file.size !== undefined && file.kind === 'file')
    facts.push({ label: 'size', kind: 'text', value: size(file.size) })
  return {
    is: 'notice',
    notice: {
      event,
      key: file.changedBy && event !== 'trashed' ? `${event}_by` : event,
      values: { title: file.name || '—', ...(file.changedBy && { who: file.changedBy }) },
      facts,
      link: urlOf(file, client),
      item: itemOf(file.id),
      within,
      properties: { kind: file.kind },
      ...(file.changedById && { people: { who: file.changedById } }),
      at: when,
    },
  }
}
