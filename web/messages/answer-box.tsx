import { Button, Group, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useAnswerThread } from '../data/threads.ts'
import { useSay } from '../ui/words.tsx'

/** Writes back. What is written stays until it was sent. */
export function AnswerBox({ threadId }: { threadId: string }) {
  const say = useSay()
  const answer = useAnswerThread(threadId)
  const [text, setText] = useState('')
  const send = () => {
    if (text.trim() && !answer.isPending) answer.mutate({ text: text.trim() }, { onSuccess: () => setText('') })
  }
  return (
    <Group gap="sm" align="flex-end" wrap="nowrap">
      <Textarea
        aria-label={say('messages.answer')}
        placeholder={say('messages.answer')}
        value={text}
        maxLength={2_000}
        autosize
        minRows={1}
        maxRows={8}
        style={{ flex: 1 }}
        onChange={event => setText(event.currentTarget.value)}
        onKeyDown={event => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
          event.preventDefault()
          send()
        }}
      />
      <Button loading={answer.isPending} disabled={!text.trim()} onClick={send}>
        {say('messages.send')}
      </Button>
    </Group>
  )
}
