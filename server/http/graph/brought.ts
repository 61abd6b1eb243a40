/** Files that a call brings: as parts of its body, by an address, or by the numbers of what was brought before. */
import type { AttachedFile } from '../../../contract/api/files.ts'
import { fetchFile } from '../../domain/files/fetch-file.ts'
import type { WantedKind } from '../../domain/files/finish-upload.ts'
import { keepBytes } from '../../domain/files/keep-bytes.ts'
import { GraphError } from './graph-error.ts'
import { asList, asObject, asText, type Value } from './lenient.ts'
import type { GraphCall, Sent } from './node.ts'

/** The one file of a call that brings one: its body's, or from the first of these parameters that names an address. */
export async function broughtIn(
  call: GraphCall,
  { params, files: [part] }: Sent,
  { wanted, addresses }: { readonly wanted: WantedKind; readonly addresses: readonly string[] },
): Promise<AttachedFile> {
  const { bot } = call.caller
  if (part?.bytes.length) return keepBytes(bot, part.filename ?? part.name, part.bytes, wanted)
  const url = addresses.map(name => asText(params[name])?.trim()).find(Boolean)
  if (!url) throw new GraphError('picture_wrong', '(#324) Requires upload file')
  return fetchFile(bot, url, wanted)
}

/** Numbers of everything that hangs on what is being written, in order. */
export async function attachedIn(call: GraphCall, sent: Sent): Promise<string[]> {
  const { params, files } = sent
  const media = asList(params.attached_media).map(one => asText(asObject(one)?.media_fbid) ?? asText(one))
  const named = [...media, ...asList(params.files).map(asText), ...one(params.attachment_id)]
  const ids = named.map(demandId)
  const brought =
    files.length > 0 || one(params.attachment_url).length > 0
      ? [await broughtIn(call, sent, { wanted: undefined, addresses: ['attachment_url'] })]
      : []
  return [...ids, ...brought.map(file => file.id)]
}

const one = (value: Value): string[] => {
  const text = asText(value)?.trim()
  return text ? [text] : []
}

function demandId(id: string | undefined): string {
  if (id !== undefined && /^\d{1,18}$/.test(id)) return id
  throw new GraphError('bad_parameter', '(#100) Attachments are named by the ids that their uploads answered')
}
