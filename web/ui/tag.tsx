import { Badge } from '@mantine/core'
import type { ReactNode } from 'react'

/** A quiet word beside a name: a role, a state. */
export function Tag({ children, size = 'sm' }: { children: ReactNode; size?: 'xs' | 'sm' }) {
  return (
    <Badge size={size} variant="light" color="gray" tt="none" fw={550}>
      {children}
    </Badge>
  )
}
