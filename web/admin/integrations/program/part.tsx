import { Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'

/** A part of the page with a heading and a sentence. */
export function Part({ title, intro, children }: { title: string; intro?: ReactNode; children: ReactNode }) {
  return (
    <Stack gap="sm" component="section">
      <div>
        <Title order={2} size="h4">
          {title}
        </Title>
        {intro && (
          <Text size="sm" c="dimmed">
            {intro}
          </Text>
        )}
      </div>
      {children}
    </Stack>
  )
}
