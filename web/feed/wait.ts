const minute = 60
const hour = 60 * minute

/** How long it is, in the largest unit that leaves at least two of them, rounded up: nobody is let in early. */
export function wait(seconds: number, language: string): string {
  const [unit, length] =
    seconds > 2 * hour
      ? (['hour', hour] as const)
      : seconds > 2 * minute
        ? (['minute', minute] as const)
        : (['second', 1] as const)
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(
    Math.ceil(seconds / length),
  )
}
