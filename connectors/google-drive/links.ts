import type { PreviewOutcome } from '../../contract/preview.ts'
import type { Place, Reference } from '../connector.ts'
import { under } from '../hosts.ts'
import { cardOf } from './cards.ts'
import { askFor, fileOf, get, itemOf } from './files.ts'
import type { DriveClient, DriveSettings } from './site.ts'

const editors: Readonly<Record<string, string>> = {
  document: 'document',
  spreadsheets: 'spreadsheet',
  presentation: 'presentation',
  forms: 'form',
  drawings: 'drawing',
}

/** Editors and files by their id. What was published to the web has another id, which the interface does not know. */
export function recognise(url: URL, place: Place<DriveSettings>): Reference | undefined {
  const editor = under(url, place.address('docs'))
  if (editor) {
    const [kind = '', d = '', id = ''] = withoutAccount(editor.path)
    const own = editors[kind]
    return own && d === 'd' && id !== 'e' ? named(own, id, url) : undefined
  }
  const drive = under(url, place.address('drive'))
  if (!drive) return undefined
  const [first = '', second = '', third = ''] = withoutAccount(drive.path)
  if (first === 'file' && second === 'd') return named('file', third, url)
  if (first === 'drive' && second === 'folders') return named('folder', third, url)
  const byQuery = (first === 'open' || first === 'uc') && second === ''
  return byQuery ? named('file', url.searchParams.get('id') ?? '', url) : undefined
}

/** Which of several accounts in one browser, and of which domain, is noise. */
function withoutAccount(path: string): string[] {
  const parts = path.split('/').filter(Boolean)
  const noise = parts.findIndex(
    (part, n) => (part === 'u' && /^\d+$/.test(parts[n + 1] ?? '')) || (part === 'a' && n === 0),
  )
  return noise >= 0 ? parts.toSpliced(noise, 2) : parts
}

function named(kind: string, id: string, { searchParams }: URL): Reference | undefined {
  if (!/^[\w-]{5,120}$/.test(id)) return undefined
  const resourceKey = searchParams.get('resourcekey') ?? ''
  return { kind, ids: { id, ...(/^[\w-]{1,60}$/.test(resourceKey) && { resourceKey }) } }
}

export const item = ({ ids }: Reference): string => itemOf(ids.id ?? '')

/** A shortcut is followed once, to what the same account may see. */
export async function preview(reference: Reference, client: DriveClient): Promise<PreviewOutcome> {
  const answer = await askFor(reference, client)
  const { target, targetKey } = fileOf(answer.status < 400 ? answer.json : {})
  const found = target ? await get(client, target, targetKey) : answer
  if (found.status === 401) return { state: 'account_needed' }
  if (found.status === 410) return { state: 'gone' }
  if (found.status >= 400) return { state: 'not_yours' }
  const file = fileOf(found.json)
  return file.trashed ? { state: 'gone' } : { state: 'shown', card: cardOf(file, client), audience: 'viewer' }
}
