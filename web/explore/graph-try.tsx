import {
  Alert,
  Button,
  Code,
  Group,
  NativeSelect,
  PasswordInput,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { type Tried, type TriedAnswer, tryGraph } from '../data/graph.ts'
import { useSay } from '../ui/words.tsx'

const methods = ['GET', 'POST', 'DELETE'] as const

/** One call, as a program makes it. The token lives in this component alone: nothing keeps it, and it goes with the page. */
export function GraphTry() {
  const say = useSay()
  const [asked, setAsked] = useState<Tried>({ method: 'GET', path: 'me', token: '', body: '' })
  const [answer, setAnswer] = useState<TriedAnswer | 'waiting' | 'unreachable'>()
  const set = (change: Partial<Tried>): void => setAsked(before => ({ ...before, ...change }))
  const send = (event: FormEvent): void => {
    event.preventDefault()
    setAnswer('waiting')
    tryGraph(asked).then(setAnswer, () => setAnswer('unreachable'))
  }
  return (
    <Stack gap="sm" component="form" onSubmit={send}>
      <PasswordInput
        label={say('graph.token')}
        value={asked.token}
        onChange={event => set({ token: event.currentTarget.value })}
        autoComplete="off"
        required
      />
      <Group gap="sm" align="flex-end" wrap="wrap">
        <NativeSelect
          label={say('graph.method')}
          value={asked.method}
          onChange={event => set({ method: event.currentTarget.value as Tried['method'] })}
          data={methods}
        />
        <TextInput
          label={say('graph.path')}
          description={say('graph.path.about')}
          value={asked.path}
          onChange={event => set({ path: event.currentTarget.value })}
          style={{ flex: '1 1 16rem' }}
          autoComplete="off"
          spellCheck={false}
        />
      </Group>
      {asked.method !== 'GET' && (
        <Textarea
          label={say('graph.body')}
          value={asked.body}
          onChange={event => set({ body: event.currentTarget.value })}
          autosize
          minRows={3}
          maxRows={12}
          spellCheck={false}
        />
      )}
      <Group>
        <Button type="submit" loading={answer === 'waiting'}>
          {say('graph.send')}
        </Button>
      </Group>
      {answer === 'unreachable' && <Alert color="red">{say('graph.unreachable')}</Alert>}
      {typeof answer === 'object' && <Shown answer={answer} />}
    </Stack>
  )
}

function Shown({ answer }: { answer: TriedAnswer }) {
  const say = useSay()
  return (
    <Stack gap={4} component="section" aria-label={say('graph.answer')}>
      <Text size="sm" c="dimmed" role="status">
        {say('graph.answered', { status: answer.status, ms: answer.ms })}
      </Text>
      <Code block style={{ maxHeight: 420, overflow: 'auto' }}>
        {answer.text}
      </Code>
    </Stack>
  )
}
