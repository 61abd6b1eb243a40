import { NativeSelect } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { myGroups } from '../data/groups.ts'
import { itemsOf } from '../data/query.ts'
import { useSay } from '../ui/words.tsx'
import { Composer } from './composer.tsx'

/** The composer of the home feed: it asks which group the post goes to. */
export function HomeComposer() {
  const say = useSay()
  const [chosen, setChosen] = useState<string>()
  const { data } = useInfiniteQuery(myGroups)
  const groups = itemsOf(data).filter(group => group.may.post)
  if (data && !groups.length) return null
  // A post in the wrong group is worse than one more press: with several, none is chosen for the writer.
  const groupId = groups.find(group => group.id === chosen)?.id ?? (groups.length === 1 ? groups[0]?.id : undefined)
  return (
    <Composer
      groupId={groupId}
      place="home"
      placeholder={say('feed.compose.placeholder')}
      chooser={
        <NativeSelect
          aria-label={say('feed.compose.group')}
          value={groupId ?? ''}
          onChange={event => setChosen(event.currentTarget.value)}
          data={[
            { value: '', label: say('feed.compose.choose'), disabled: true },
            ...groups.map(group => ({ value: group.id, label: group.name })),
          ]}
        />
      }
    />
  )
}
