/** Control characters but line breaks and tabs, and marks that turn the direction of whatever follows. */
const marks = /[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069]/gu
const longest = 4_000

/** At most this many characters, and none of them half: half of one is what the database refuses. */
export const clipped = (said: string, most: number): string =>
  said.length <= most ? said : said.slice(0, /[\ud800-\udbff]/.test(said[most - 1] ?? '') ? most - 1 : most)

/** What somebody else said, however deep, as text that can be kept and shown: whole characters, no marks that change what stands beside it. */
export function harmless<T>(said: T): T {
  if (typeof said === 'string') return said.slice(0, longest).replace(marks, '').toWellFormed() as T
  if (Array.isArray(said)) return said.map(harmless) as T
  if (typeof said !== 'object' || said === null) return said
  return Object.fromEntries(Object.entries(said).map(([name, value]) => [name, harmless(value)])) as T
}

/** The same in one line of at most this many characters. */
export const oneLine = (said: string, most: number): string =>
  harmless(said).replace(/\s+/g, ' ').trim().slice(0, most).toWellFormed()

const obeyed = /\p{Cc}|[\u202a-\u202e\u2066-\u2069]/u
const everyObeyed = new RegExp(obeyed, 'gu')

/** The same with every such mark spelt out, so that nothing is lost and no terminal and no spreadsheet obeys it (threats.md A25). */
export const asWritten = (said: string, most: number): string =>
  (obeyed.test(said)
    ? said.replace(everyObeyed, sign => `\\x${(sign.codePointAt(0) ?? 0).toString(16).padStart(2, '0')}`)
    : said
  )
    .slice(0, most)
    .toWellFormed()

/** JSON writes most control characters so that nothing obeys them, and we the others (threats.md A25): it says the same. */
export const visibleJson = (json: string): string =>
  json.replace(
    /[\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g,
    sign => `\\u${(sign.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  )
