/**
 * What a file is, by its bytes; its name is only what somebody calls it. Pictures and videos are shown in place; everything else is handed over to be saved and is
 * never shown by us, so that no page and no program among it runs under our address.
 */
import type { FileKind } from '../../../contract/api/files.ts'
import { Refusal } from '../../platform/refusal.ts'

export interface FileType {
  readonly kind: FileKind
  readonly type: string
}

/** Enough of the beginning to tell. */
export const headBytes = 4_100

/** Looked at and nothing else, these already lead elsewhere or run: they are not taken at all. Programs and archives are, to be saved. */
const blocked = new Set(
  'lnk url website scf hta library-ms search-ms searchconnector-ms appref-ms settingcontent-ms desktop'.split(' '),
)

/** What is handed over under its own name; whatever is not here is only bytes. None of these is anything that a browser runs. */
const known: Readonly<Record<string, string>> = {
  pdf: 'application/pdf',
  txt: 'text/plain',
  md: 'text/plain',
  csv: 'text/csv',
  rtf: 'application/rtf',
  doc: 'application/msword',
  xls: 'application/vnd.ms-excel',
  ppt: 'application/vnd.ms-powerpoint',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  odt: 'application/vnd.oasis.opendocument.text',
  ods: 'application/vnd.oasis.opendocument.spreadsheet',
  odp: 'application/vnd.oasis.opendocument.presentation',
  zip: 'application/zip',
  gz: 'application/gzip',
  tgz: 'application/gzip',
  tar: 'application/x-tar',
  '7z': 'application/x-7z-compressed',
  rar: 'application/vnd.rar',
  mp3: 'audio/mpeg',
  wav: 'audio/wav',
  m4a: 'audio/mp4',
  ics: 'text/calendar',
  json: 'application/json',
}
const plainBytes = 'application/octet-stream'

const picturesByName = /^(?:jpe?g|png|gif|webp|avif|bmp|tiff?|heic|heif)$/
const videosByName = /^(?:mp4|m4v|mov|webm)$/
const programsByName =
  /^(?:exe|dll|com|scr|msi|bat|cmd|ps1|sh|bin|run|so|dylib|app|elf|o|ko|py|pl|rb|js|vbs|jar|apk|appimage)$/

/** Refuses what is not taken, and what is not what its name says: a page that is called a picture, a program that is called a document. */
export function fileTypeOf(name: string, head: Buffer): FileType {
  const ending = endingOf(name)
  demandTaken(name)
  const shown = shownKind(head)
  if (shown) return shown
  const claims = picturesByName.test(ending) && !hiddenPicture.test(ending)
  if (claims || videosByName.test(ending)) throw new Refusal('file_not_as_named', { name })
  if (isProgram(head)) {
    if (ending !== '' && !programsByName.test(ending)) throw new Refusal('file_not_as_named', { name })
    return { kind: 'file', type: plainBytes }
  }
  const type = known[ending] ?? plainBytes
  return { kind: 'file', type: fits(type, head) ? type : plainBytes }
}

/** By its name alone, before anything is sent. */
export function demandTaken(name: string): void {
  if (blocked.has(endingOf(name))) throw new Refusal('file_kind_blocked', { kind: `.${endingOf(name)}` })
}

export const isCalledPicture = (name: string): boolean => picturesByName.test(endingOf(name))

/** Kinds of pictures that not every browser shows and we do not open: they are files. */
const hiddenPicture = /^(?:bmp|tiff?|heic|heif)$/

const endingOf = (name: string): string => /\.([a-z0-9-]{1,30})$/i.exec(name)?.[1]?.toLowerCase() ?? ''

const startsWith = (head: Buffer, mark: string, at = 0): boolean =>
  head.subarray(at, at + mark.length).equals(Buffer.from(mark, 'latin1'))

function shownKind(head: Buffer): FileType | undefined {
  if (startsWith(head, '\xff\xd8\xff')) return { kind: 'picture', type: 'image/jpeg' }
  if (startsWith(head, '\x89PNG\r\n\x1a\n')) return { kind: 'picture', type: 'image/png' }
  if (startsWith(head, 'GIF87a') || startsWith(head, 'GIF89a')) return { kind: 'picture', type: 'image/gif' }
  if (startsWith(head, 'RIFF') && startsWith(head, 'WEBP', 8)) return { kind: 'picture', type: 'image/webp' }
  if (startsWith(head, '\x1a\x45\xdf\xa3') && head.includes('webm')) return { kind: 'video', type: 'video/webm' }
  return startsWith(head, 'ftyp', 4) ? byBrand(head.subarray(8, 12).toString('latin1')) : undefined
}

/** One family of files for moving pictures, still ones and sound: its brand says which. */
function byBrand(brand: string): FileType | undefined {
  if (brand === 'avif') return { kind: 'picture', type: 'image/avif' }
  if (brand === 'qt  ') return { kind: 'video', type: 'video/quicktime' }
  return /^(?:isom|iso\d|mp4\d|avc1|M4V |MSNV|dash|f4v )$/.test(brand)
    ? { kind: 'video', type: 'video/mp4' }
    : undefined
}

const isProgram = (head: Buffer): boolean =>
  ['MZ', '\x7fELF', '#!', '\xcf\xfa\xed\xfe', '\xce\xfa\xed\xfe', '\xca\xfe\xba\xbe'].some(mark =>
    startsWith(head, mark),
  )

/** Kinds with a mark must bear it. */
function fits(type: string, head: Buffer): boolean {
  if (type === 'application/pdf') return head.subarray(0, 1_024).includes('%PDF-')
  if (type === 'application/gzip') return startsWith(head, '\x1f\x8b')
  if (/zip|openxml|opendocument/.test(type)) return startsWith(head, 'PK')
  return !/^text\//.test(type) || !head.includes(0)
}
