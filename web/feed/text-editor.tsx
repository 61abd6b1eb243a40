import { Button, Group, Stack } from '@mantine/core'
import { useState } from 'react'
import { Refused } from '../ui/refused.tsx'
import { useSay } from '../ui/words.tsx'
import { MentionBox } from './mention-box.tsx'
import { toSent, toWritten } from './mentions.ts'

interface EditorProps {
  readonly text: string
  readonly groupId: string | undefined
  readonly label: string
  readonly saving: { readonly isPending: boolean; readonly isError: boolean; readonly error: unknown }
  readonly save: (text: string) => void
  readonly cancel: () => void
}

/** Changes what was written, in its place. */
export function TextEditor({ text, groupId, label, saving, save, cancel }: EditorProps) {
  const say = useSay()
  const [written, setWritten] = useState(() => toWritten(text))
  const next = toSent(written).trim()
  const submit = () => {
    if (next === text) cancel()
    else if (next) save(next)
  }
  return (
    <Stack gap="xs">
      <MentionBox
        written={written}
        onChange={setWritten}
        groupId={groupId}
        label={label}
        minRows={2}
        autoFocus
        onSubmit={submit}
        onEscape={cancel}
      />
      {saving.isError && <Refused error={saving.error} />}
      <Group gap="xs" justify="flex-end">
        <Button variant="default" size="xs" onClick={cancel}>
          {say('shell.cancel')}
        </Button>
        <Button size="xs" onClick={submit} loading={saving.isPending} disabled={!next}>
          {say('shell.save')}
        </Button>
      </Group>
    </Stack>
  )
}
