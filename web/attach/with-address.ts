/** The text with an address at its end, on a line of its own. */
export const withAddress = (text: string, url: string): string => (text.trim() ? `${text.trimEnd()}\n${url}` : url)
