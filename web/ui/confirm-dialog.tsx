import { Button, Group, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { Dialog } from './dialog.tsx'
import { useSay } from './words.tsx'

export interface Question {
  readonly title: string
  /** What will happen, and what will not. */
  readonly body: ReactNode
  /** The verb itself, never "OK". */
  readonly action: string
  readonly danger?: boolean
}

interface ConfirmProps {
  readonly question: Question
  readonly opened: boolean
  readonly settle: (yes: boolean) => void
}

export function ConfirmDialog({ question, opened, settle }: ConfirmProps) {
  const say = useSay()
  return (
    <Dialog title={question.title} opened={opened} onClose={() => settle(false)}>
      <Stack gap="lg">
        <Text size="sm" component="div">
          {question.body}
        </Text>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={() => settle(false)}>
            {say('shell.cancel')}
          </Button>
          <Button color={question.danger ? 'red' : undefined} onClick={() => settle(true)}>
            {question.action}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  )
}
