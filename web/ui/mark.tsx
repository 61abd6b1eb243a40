/** Our mark: a footbridge with its handrail. Decorative wherever our name stands beside it. */
export function Mark({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="8" fill="var(--mantine-color-canal-7)" />
      <g fill="none" stroke="#fff" strokeWidth="2.6" strokeLinecap="round">
        <path d="M4.5 21.5c4-7.4 19-7.4 23 0" />
        <path d="M4.5 14.5c4-6.6 19-6.6 23 0" opacity=".62" />
        <path d="M10.5 11.4v5.4M16 10v5.8M21.5 11.4v5.4" opacity=".62" strokeWidth="2" />
        <path d="M7 25.5h18" />
      </g>
    </svg>
  )
}
