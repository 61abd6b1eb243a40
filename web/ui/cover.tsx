/** A colour by its name in our palette (theme.css); one we do not know is slate. */
export const coverColour = (cover: string): string => `var(--cover-${cover}, var(--cover-slate))`

/** The small square that goes with a coloured thing's name in lists. */
export function CoverDot({ cover, size = 14 }: { cover: string; size?: number }) {
  return (
    <span
      aria-hidden="true"
      style={{
        background: coverColour(cover),
        width: size,
        height: size,
        borderRadius: size / 3.5,
        display: 'inline-block',
        flex: 'none',
      }}
    />
  )
}
