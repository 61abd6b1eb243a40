import { Button, Group } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useSay, useWords } from '../ui/words.tsx'
import { wait } from './wait.ts'

/** Asks the service again: at once, or as soon as it said that it may be asked. The button counts down; nobody is told each second. */
export function TryAgain({ seconds, again }: { seconds: number; again: () => Promise<unknown> }) {
  const say = useSay()
  const { language } = useWords()
  const [asking, setAsking] = useState(false)
  const [asked, setAsked] = useState(0)
  const left = useSecondsLeft(seconds, asked)
  const ask = (): void => {
    setAsking(true)
    // What went wrong stands on the card.
    void again()
      .catch(() => undefined)
      .finally(() => {
        setAsking(false)
        setAsked(times => times + 1)
      })
  }
  return (
    <Group>
      <Button size="xs" variant="default" loading={asking} disabled={left > 0} onClick={ask}>
        {left > 0 ? say('previews.try_again_in', { wait: wait(left, language) }) : say('shell.try_again')}
      </Button>
    </Group>
  )
}

/** Counts from the moment it was said, and anew each time it is asked. */
function useSecondsLeft(seconds: number, asked: number): number {
  const [left, setLeft] = useState(seconds)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same answer again counts anew
  useEffect(() => {
    const end = Date.now() + seconds * 1_000
    const look = (): void => setLeft(Math.max(0, Math.ceil((end - Date.now()) / 1_000)))
    look()
    const timer = setInterval(look, 1_000)
    return () => clearInterval(timer)
  }, [seconds, asked])
  return left
}
