/** Fifteen characters in which case means something, or eighteen, the last three of which repeat the cases for whoever loses them. */
export const isId = (id: string): boolean => /^[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?$/.test(id) && /\d/.test(id)

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345'

/** The longer form: for each five characters one that says which of them are capitals. */
export function longId(id: string): string {
  if (id.length !== 15) return id
  const check = [0, 5, 10].map(start => {
    const capitals = [...id.slice(start, start + 5)].map((letter, n) => (/[A-Z]/.test(letter) ? 1 << n : 0))
    return letters[capitals.reduce((sum, bit) => sum + bit, 0)]
  })
  return id + check.join('')
}

export const itemOf = (id: string): string => `record:${longId(id)}`
