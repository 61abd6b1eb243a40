import { Image } from '@mantine/core'
import type { CSSProperties } from 'react'
import { Face } from './avatar.tsx'

interface IconProps {
  /** Absent where it has no mark: its letters stand for it, as a bot's. */
  readonly src: string | null
  readonly name?: string
  readonly size: number
}

/** The mark of a service, decorative: its name stands beside it. In the dark it gets a plate, as most marks are drawn for light. */
export function ServiceIcon({ src, name = '', size }: IconProps) {
  if (!src) return <Face member={{ name, kind: 'bot', picture: null }} size={size} />
  const plate = { '--plate': `${Math.round(size * 0.08)}px` } as CSSProperties
  return <Image src={src} alt="" w={size} h={size} fit="contain" className="service-icon" style={plate} />
}
