/**
 * The folders a thing lies in, the outermost first, for services that tell of the next one only. Each is asked about once, and no more than `most` in all: of
 * a thing that lies deeper than that, the nearest are known.
 */
export function climbing(
  parentsOf: (id: string) => Promise<readonly string[]>,
  most = 100,
): (nearest: readonly string[]) => Promise<string[]> {
  const asked = new Map<string, Promise<readonly string[]>>()
  const ask = (id: string): Promise<readonly string[]> => {
    const answer = asked.get(id) ?? (asked.size < most ? parentsOf(id) : Promise.resolve([]))
    asked.set(id, answer)
    return answer
  }
  return async nearest => {
    const above: string[] = []
    for (let level = nearest; level.length > 0; ) {
      const fresh = level.filter(id => id && !above.includes(id))
      above.push(...fresh)
      level = (await Promise.all(fresh.map(ask))).flat()
    }
    return above.toReversed()
  }
}
