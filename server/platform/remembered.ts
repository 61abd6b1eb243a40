/** Longer texts are not worth the room. */
const longest = 500

/**
 * What was made of a text, for the `most` that were last new: for what says the same of a text each time, and whose answer is nobody's to change.
 */
export function remembered<T>(most: number, make: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>()
  return text => {
    const found = known.get(text)
    if (found !== undefined) return found
    const made = make(text)
    if (text.length > longest) return made
    const [oldest] = known.keys()
    if (known.size >= most && oldest !== undefined) known.delete(oldest)
    known.set(text, made)
    return made
  }
}
