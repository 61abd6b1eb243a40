import { Alert, Button, Group, List, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'

interface MeanwhileProps {
  readonly title: string
  /** One's own was refused for it. */
  readonly refused: boolean
  /** Who it was, and when, before what follows. */
  readonly by?: ReactNode
  /** What is different now, a sentence each. */
  readonly changes: readonly string[]
  /** Said where nothing that is seen here is different. */
  readonly same: string
  readonly children: ReactNode
}

/** Somebody else changed what is being changed here: what is different now, and the ways on. */
export function Meanwhile({ title, refused, by, changes, same, children }: MeanwhileProps) {
  return (
    <Alert
      color="orange"
      role={refused ? 'alert' : 'status'}
      title={title}
      // On this ground its own colour is too faint to be read.
      styles={{ title: { color: 'var(--mantine-color-text)' } }}
    >
      <Stack gap="xs">
        {by && <Text size="sm">{by}</Text>}
        {changes.length > 0 ? (
          <List size="sm">
            {changes.map(change => (
              <List.Item key={change}>{change}</List.Item>
            ))}
          </List>
        ) : (
          <Text size="sm">{same}</Text>
        )}
        <Group gap="xs">{children}</Group>
      </Stack>
    </Alert>
  )
}

/** Leaves one's own and begins from what holds now. */
export const TakeTheirs = ({ label, onClick }: { label: string; onClick: () => void }) => (
  <Button size="xs" variant="default" onClick={onClick}>
    {label}
  </Button>
)

/** Keeps one's own in the face of it. */
export const KeepMine = ({ label, onClick }: { label: string; onClick: () => void }) => (
  <Button size="xs" variant="default" onClick={onClick}>
    {label}
  </Button>
)
