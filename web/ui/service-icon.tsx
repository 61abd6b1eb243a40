import { Image } from '@mantine/core'

/** The mark of a service, decorative: its name stands beside it. In the dark it gets a plate, as most marks are drawn for light. */
export function ServiceIcon({ src, size }: { src: string; size: number }) {
  return <Image src={src} alt="" w={size} h={size} fit="contain" className="service-icon" />
}
