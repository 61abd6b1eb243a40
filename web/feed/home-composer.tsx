import { NativeSelect } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { myGroups } from '../data/groups.ts'
import { itemsOf } from '../data/query.ts'
import { useSay } from '../ui/words.tsx'
import { Composer } from './composer.tsx'

interface HomeComposerProps {
  readonly place?: string
  readonly placeholder?: string
  readonly start?: string
  readonly onPosted?: (postId: string | null) => void
  /** Where there is no group to post in. */
  readonly nowhere?: ReactNode
}

/** The composer outside a group: it asks which group the post goes to. */
export function HomeComposer({ place = 'home', placeholder, start, onPosted, nowhere = null }: HomeComposerProps) {
  const say = useSay()
  const [chosen, setChosen] = useState<string>()
  const { data } = useInfiniteQuery(myGroups)
  const groups = itemsOf(data).filter(group => group.may.post || group.may.propose)
  if (data && !groups.length) return nowhere
  // A post in the wrong group is worse than one more press: with several, none is chosen for the writer.
  const groupId = groups.find(group => group.id === chosen)?.id ?? (groups.length === 1 ? groups[0]?.id : undefined)
  return (
    <Composer
      groupId={groupId}
      waits={groups.find(group => group.id === groupId)?.may.propose}
      place={place}
      placeholder={placeholder ?? say('feed.compose.placeholder')}
      start={start}
      onPosted={onPosted}
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
