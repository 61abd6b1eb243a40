/** A strict reader of CSV (RFC 4180), in place of a spreadsheet program: whatever it would not read is a fault of whoever wrote it. */
export function cells(text: string): string[][] {
  const lines: string[][] = []
  let at = 0
  while (at < text.length) {
    const line: string[] = []
    for (;;) {
      const [cell, next] = text[at] === '"' ? quoted(text, at + 1) : plain(text, at)
      line.push(cell)
      at = next
      if (text[at] !== ',') break
      at++
    }
    if (!text.startsWith('\r\n', at)) throw new Error(`a line ends with ${JSON.stringify(text.slice(at, at + 10))}`)
    at += 2
    if (lines[0] && line.length !== lines[0].length) throw new Error(`a line of ${line.length} cells`)
    lines.push(line)
  }
  return lines
}

function quoted(text: string, from: number): [string, number] {
  let cell = ''
  for (let at = from; ; ) {
    const end = text.indexOf('"', at)
    if (end < 0) throw new Error('a quote that nobody ends')
    cell += text.slice(at, end)
    if (text[end + 1] !== '"') return [cell, end + 1]
    cell += '"'
    at = end + 2
  }
}

function plain(text: string, from: number): [string, number] {
  const [cell = ''] = /[^,\r\n"]*/.exec(text.slice(from, from + 10_000)) ?? []
  return [cell, from + cell.length]
}

/** What a cell said before it was made harmless, as the help page says it: one apostrophe at its beginning is taken away, and one behind each semicolon and tab. */
export const restored = (cell: string): string => cell.replace(/^'|(?<=[;\t])'/g, '')

/** Every cell of it for a spreadsheet that separates by semicolons or tabs, where a quote counts at the beginning of a cell and is taken for what it is elsewhere. */
export const cellsElsewhere = (text: string, separator: ';' | '\t'): string[] =>
  text.split('\r\n').flatMap(line => line.split(separator).map(cell => cell.replace(/^"+/, '')))
