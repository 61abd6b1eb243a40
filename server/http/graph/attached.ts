/** What hangs on a post or comment as Graph tells it (workplace-graph-api.md 5.7): several pictures are an album, a link is a share. */
import type { FileKind } from '../../../contract/api/files.ts'
import type { FileRow, FormName } from '../../domain/files/files.sql.ts'
import { signedAddress } from '../../domain/files/signed-address.ts'
import { said } from './formats.ts'
import type { GraphCall } from './node.ts'

interface Carrier {
  readonly files: readonly FileRow[] | null
  readonly links: readonly { readonly url: string; readonly hidden: boolean }[]
}

interface Place {
  /** The outer number of the post or comment, and its page. */
  readonly id: string
  readonly url: string
}

type Told = Record<string, unknown>

export function attachmentsOf(call: GraphCall, { files, links }: Carrier, place: Place): Told[] {
  const all = files ?? []
  const media = all.filter(file => file.kind !== 'file').map(file => tellMedia(call, file, place))
  const others = all.filter(file => file.kind === 'file').map(file => tellFile(call, file))
  const shares = links.filter(link => !link.hidden).map(tellShare)
  const [first] = media
  if (!first || media.length === 1) return [...media, ...others, ...shares]
  const album = { type: 'album', url: place.url, media: first.media, target: place, subattachments: { data: media } }
  return [album, ...others, ...shares]
}

/** The address of the first of this kind that hangs on it. */
export function attachedFile(call: GraphCall, { files }: Pick<Carrier, 'files'>, kind: FileKind, form: FormName) {
  const file = files?.find(one => one.kind === kind)
  return file && signedAddress(call.caller.bot, file, form)
}

function tellMedia(call: GraphCall, file: FileRow, place: Place): Told {
  const src = signedAddress(call.caller.bot, file)
  const target = { id: file.id, url: place.url }
  if (file.kind === 'video')
    return { type: 'video_inline', title: file.name, url: place.url, media: { source: src }, target }
  const media = { image: { height: file.height, src, width: file.width } }
  const description = said(file.description)
  return { type: 'photo', ...(description && { description }), url: place.url, media, target }
}

/** Files here have one version each. */
function tellFile(call: GraphCall, file: FileRow): Told {
  const url = signedAddress(call.caller.bot, file)
  return { type: 'file_upload', title: `${file.name} · version 1`, url, target: { id: file.id, url } }
}

/** Only the address: what a service shows of it is for those who may see it there. */
const tellShare = ({ url }: { url: string }): Told => ({ type: 'share', title: url, url, target: { url } })
