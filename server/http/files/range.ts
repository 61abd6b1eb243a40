export interface Asked {
  /** The header as sent, where it counts. */
  readonly range: string | undefined
}

export interface Range {
  /** Both counted. */
  readonly from: number
  readonly to: number
}

/** One range of bytes, as players and resumed downloads ask for; nothing where all of it is meant: several at once, or what nobody can read. */
export function rangeIn({ range }: Asked, length: number): Range | 'outside' | undefined {
  const found = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(range?.trim() ?? '')
  const [, first = '', last = ''] = found ?? []
  if (!found || (first === '' && last === '')) return undefined
  if (first === '')
    return Number(last) === 0 || length === 0 ? 'outside' : { from: Math.max(0, length - Number(last)), to: length - 1 }
  const [from, to] = [Number(first), last === '' ? length - 1 : Math.min(Number(last), length - 1)]
  if (from >= length) return 'outside'
  return to < from ? undefined : { from, to }
}
