/** What a text in our Markdown subset points at: links and people. Linear in the text's length (threats.md A07). */

const mostLinks = 20
const longestLink = 4_000
const ends = /[.,;:!?'"*_~\]]+$/

/** http and https addresses in order, each once; none from code. */
export function linksIn(text: string): string[] {
  const found = withoutCode(text).match(/https?:\/\/[^\s<>"`“”«»]+/gi) ?? []
  const links = found
    .filter(link => link.length <= longestLink)
    .map(trimmed)
    .filter(link => URL.canParse(link))
  return [...new Set(links)].slice(0, mostLinks)
}

/** Ids of members mentioned as @[Name](id), each once. */
export function mentionsIn(text: string): string[] {
  const found = [...withoutCode(text).matchAll(/@\[[^\]\n]{1,200}\]\((\d{1,18})\)/g)].map(match => match[1] ?? '')
  return [...new Set(found)].slice(0, 50)
}

const withoutCode = (text: string): string => text.replace(/```[\s\S]*?(?:```|$)/g, ' ').replace(/`[^`\n]*`/g, ' ')

/** A full stop after an address is the sentence's; a bracket is the address's only where it was opened there. */
function trimmed(link: string): string {
  let rest = link.replace(ends, '')
  for (let extra = count(rest, ')') - count(rest, '('); extra > 0 && rest.endsWith(')'); extra--)
    rest = rest.slice(0, -1)
  return rest.replace(ends, '')
}

const count = (text: string, letter: string): number => text.split(letter).length - 1
