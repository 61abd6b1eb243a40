/** A ZIP archive, deflated, of files small enough to be held at once: what a spreadsheet is made of. No library for fifty lines (decision 0019). */
import { crc32, deflateRawSync } from 'node:zlib'

export interface Entry {
  readonly name: string
  readonly content: string
}

/** The first day that a ZIP can name: archives of the same content are the same bytes. */
const date = 0x21
const deflated = 8
const version = 20
/** Names are UTF-8. */
const flags = 0x800

export function zip(entries: readonly Entry[]): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, content } of entries) {
    const plain = Buffer.from(content)
    const packed = deflateRawSync(plain)
    const common = about(name, plain, packed)
    const local = Buffer.concat([le32(0x04034b50), common, Buffer.from(name)])
    directory.push(
      Buffer.concat([
        le32(0x02014b50),
        le16(version),
        common,
        // Comment, disk, attributes inside and outside: none.
        ...[le16(0), le16(0), le16(0), le32(0), le32(offset), Buffer.from(name)],
      ]),
    )
    parts.push(local, packed)
    offset += local.length + packed.length
  }
  const central = Buffer.concat(directory)
  const end = [le32(0x06054b50), le16(0), le16(0), le16(entries.length), le16(entries.length)]
  return Buffer.concat([...parts, central, ...end, le32(central.length), le32(offset), le16(0)])
}

/** What stands of a file both before it and in the directory at the end. */
const about = (name: string, plain: Buffer, packed: Buffer): Buffer =>
  Buffer.concat([
    ...[le16(version), le16(flags), le16(deflated), le16(0), le16(date), le32(crc32(plain))],
    ...[le32(packed.length), le32(plain.length), le16(Buffer.byteLength(name)), le16(0)],
  ])

function le16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16LE(value)
  return bytes
}

function le32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value >>> 0)
  return bytes
}
