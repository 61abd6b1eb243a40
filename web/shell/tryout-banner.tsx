import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getWelcome } from '../../contract/api/session.ts'
import { ask } from '../data/query.ts'
import { useSay } from '../ui/words.tsx'
import classes from './shell.module.css'

/** Says on every page of a try-out that it is one (design.md 3). */
export function TryoutBanner() {
  const say = useSay()
  const { data } = useQuery({ ...ask(getWelcome), staleTime: Number.POSITIVE_INFINITY })
  if (data?.mode !== 'tryout') return null
  return (
    <Text component="aside" className={classes.tryout} aria-label={say('shell.tryout.label')}>
      {say('shell.tryout')}
    </Text>
  )
}
