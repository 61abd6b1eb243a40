import { Box, Group, Stack, Text, Title } from '@mantine/core'
import { type ReactNode, useEffect } from 'react'

interface PageProps {
  readonly title: string
  readonly intro?: ReactNode
  /** The page's own actions, at its top right. */
  readonly actions?: ReactNode
  /** `wide` for admin screens, `full` for tables of many columns; reading screens keep to a column. */
  readonly width?: 'column' | 'wide' | 'full'
  /** The title is drawn by the screen itself (a group's cover). It still names the page. */
  readonly bare?: boolean
  readonly children: ReactNode
}

const widths = { column: 680, wide: 1120, full: 1680 }

/** A screen inside the frame: one heading, its actions, its content, and the name of the tab. */
export function Page({ title, intro, actions, width = 'column', bare = false, children }: PageProps) {
  useTitle(title)
  return (
    <Box maw={widths[width]} mx="auto" w="100%">
      <Stack gap="md">
        {!bare && (
          <Group justify="space-between" align="flex-start" gap="sm">
            <Stack gap={2} style={{ flex: '1 1 16rem' }}>
              <Title order={1}>{title}</Title>
              {intro && (
                <Text size="sm" c="dimmed" component="div">
                  {intro}
                </Text>
              )}
            </Stack>
            {actions && <Group gap="xs">{actions}</Group>}
          </Group>
        )}
        {children}
      </Stack>
    </Box>
  )
}

/** Names the browser's tab; screen readers hear it when the address changes. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title ? `${title} · Passerelle` : 'Passerelle'
  }, [title])
}
