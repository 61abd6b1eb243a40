import { useWholeAddress } from '../../ui/address.ts'

/** A part of a filter: how it stands in the address, what it is called there and where it is asked. */
export interface FilterPart<Filter> {
  readonly key: keyof Filter
  /** The sentence of its field. */
  readonly label: string
  /** What is asked for; undefined: it is nothing that could be. */
  readonly read: (text: string) => string | number | undefined
}

/** The filter as it stands in the address. What is nothing there that could be asked for is not, and is said. */
export function useAddressFilter<Filter, Name extends string>(parts: Readonly<Record<Name, FilterPart<Filter>>>) {
  const [query, change] = useWholeAddress()
  const names = Object.keys(parts) as Name[]
  const given = names.flatMap(name => {
    const text = query[name] === undefined || query[name] === '' ? undefined : String(query[name])
    return text === undefined ? [] : [{ name, text, ...parts[name], value: parts[name].read(text) }]
  })
  const nothing = Object.fromEntries(names.map(name => [name, undefined]))
  return {
    filter: Object.fromEntries(
      given.flatMap(({ key, value }) => (value === undefined ? [] : [[key, value]])),
    ) as unknown as Filter,
    /** Names of what stands there, understood or not. */
    given: given.map(({ name }) => name),
    unread: given.flatMap(({ value, label, text }) => (value === undefined ? [{ label, text }] : [])),
    change,
    clear: () => change(nothing),
    /** Looks for this, and for nothing else any more. */
    lookFor: (name: Name, value: string) => change({ ...nothing, [name]: value }),
  }
}

/** Text of at most so many letters. */
export const written =
  (most: number, shape = /^/) =>
  (text: string): string | undefined =>
    text.length <= most && shape.test(text) ? text : undefined

export const oneOf =
  (values: readonly string[]) =>
  (text: string): string | undefined =>
    values.find(value => value === text)

export const id = written(18, /^\d+$/)

/** However large: what nothing can be is found nowhere. */
export const number = (text: string): number | undefined =>
  /^\d+$/.test(text) ? Math.min(Number(text), Number.MAX_SAFE_INTEGER) : undefined

/** A moment that the server has, too. */
export function instant(text: string): string | undefined {
  const at = new Date(text)
  const said = Number.isNaN(at.getTime()) ? '' : at.toISOString()
  return /^(?!0000)\d{4}-/.test(said) ? said : undefined
}
