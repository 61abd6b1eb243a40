import { Button, Group, Paper, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useOpenTyped } from '../data/log-ins.ts'
import { useMe } from '../data/me.ts'
import { useAddressQuery } from '../ui/address.ts'
import { Empty } from '../ui/list-faces.tsx'
import { Page } from '../ui/page.tsx'
import { Refused } from '../ui/refused.tsx'
import { useSay } from '../ui/words.tsx'
import { Question } from './question.tsx'

/** Where somebody types the code that a device shows (`/device`). */
export function DeviceScreen() {
  const say = useSay()
  const me = useMe()
  const open = useOpenTyped()
  const [given] = useAddressQuery('user_code')
  const [code, setCode] = useState(given ?? '')
  const [answer, setAnswer] = useState<boolean>()
  const again = () => {
    setCode('')
    setAnswer(undefined)
    open.reset()
  }
  if (answer !== undefined) return <Answered allowed={answer} again={again} />
  return (
    <Page title={say('log_in.device.title')} intro={open.data ? undefined : say('log_in.device.intro')}>
      {open.data ? (
        <Paper withBorder p="lg">
          <Question asked={open.data} me={me} onAnswered={setAnswer} />
        </Paper>
      ) : (
        <form
          onSubmit={event => {
            event.preventDefault()
            open.mutate(code)
          }}
        >
          <Stack gap="sm" maw={360}>
            <TextInput
              label={say('log_in.device.code')}
              required
              autoComplete="off"
              autoCapitalize="characters"
              spellCheck={false}
              maxLength={40}
              value={code}
              onChange={event => setCode(event.currentTarget.value)}
            />
            {open.isError && <Refused error={open.error} />}
            <Group>
              <Button type="submit" loading={open.isPending}>
                {say('log_in.device.next')}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Page>
  )
}

function Answered({ allowed, again }: { allowed: boolean; again: () => void }) {
  const say = useSay()
  const key = allowed ? 'log_in.device.done' : 'log_in.device.declined'
  return (
    <Page title={say('log_in.device.title')} bare>
      <Empty
        whole
        title={say(key)}
        action={
          <Button variant="default" onClick={again}>
            {say('log_in.device.another')}
          </Button>
        }
      >
        {say(allowed ? 'log_in.device.done.body' : 'log_in.device.declined.body')}
      </Empty>
    </Page>
  )
}
