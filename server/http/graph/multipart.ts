/**
 * Multipart bodies as programs really send them: one well-known tool ends its lines with a bare line feed, quotes the boundary and adds headers of its own
 * to the parts, which every parser at hand refuses (stack.md 12).
 */
export interface Part {
  readonly name: string
  readonly filename: string | undefined
  readonly type: string
  readonly bytes: Buffer
}

const mostParts = 200

/** The parts in order; nothing where the body is none of this kind. */
export function readMultipart(body: Buffer, contentType: string): Part[] | undefined {
  const boundary = /boundary="?([^";\r\n]{1,200})"?/i.exec(contentType)?.[1]
  if (!boundary) return undefined
  const mark = Buffer.from(`--${boundary}`)
  const parts: Part[] = []
  let at = body.indexOf(mark)
  // Those that are none count as well: millions of them would be looked at before anybody knows who sent them.
  for (let seen = 0; at >= 0 && seen < mostParts; seen++) {
    const start = at + mark.length
    const next = body.indexOf(mark, start)
    if (next < 0) break
    const part = readPart(body.subarray(start, next))
    if (part) parts.push(part)
    at = next
  }
  return parts
}

function readPart(raw: Buffer): Part | undefined {
  const from = skipLine(raw, 0)
  const gap = headEnd(raw, from)
  if (!gap) return undefined
  const head = raw.subarray(from, gap.from).toString('utf8')
  const disposition = /^content-disposition:(.*)$/im.exec(head)?.[1] ?? ''
  const name = parameter(disposition, 'name')
  if (name === undefined) return undefined
  return {
    name,
    filename: parameter(disposition, 'filename') ?? encodedName(disposition),
    type: /^content-type:\s*([^\r\n;]+)/im.exec(head)?.[1]?.trim() ?? 'text/plain',
    bytes: withoutLastBreak(raw.subarray(gap.to)),
  }
}

const lineFeed = 10
const carriageReturn = 13

function skipLine(raw: Buffer, at: number): number {
  const start = raw[at] === carriageReturn ? at + 1 : at
  return raw[start] === lineFeed ? start + 1 : start
}

/** Where the empty line between head and content begins and ends, whichever kind of line end the sender uses. */
function headEnd(raw: Buffer, from: number): { from: number; to: number } | undefined {
  const found = ['\r\n\r\n', '\n\n']
    .map(gap => ({ from: raw.indexOf(gap, from), length: gap.length }))
    .filter(gap => gap.from >= 0)
    .sort((a, b) => a.from - b.from)[0]
  return found && { from: found.from, to: found.from + found.length }
}

function withoutLastBreak(bytes: Buffer): Buffer {
  const end = bytes.at(-1) === lineFeed ? bytes.length - 1 : bytes.length
  return bytes.subarray(0, bytes[end - 1] === carriageReturn ? end - 1 : end)
}

function parameter(disposition: string, name: string): string | undefined {
  const found = new RegExp(`(?:^|[;\\s])${name}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^;\\s]*))`, 'i').exec(disposition)
  return found?.[1]?.replace(/\\(.)/g, '$1') ?? found?.[2]
}

/** `filename*=utf-8''%C3%A9t%C3%A9.png`: how one library writes every name that is not plain letters, and then only so. */
function encodedName(disposition: string): string | undefined {
  const said = /(?:^|[;\s])filename\*=[\w-]*'[^']*'([^;\s]*)/i.exec(disposition)?.[1]
  try {
    return said && decodeURIComponent(said)
  } catch {
    return said
  }
}
