import { Text, VisuallyHidden } from '@mantine/core'
import type { MemberRef } from '../../contract/api/basics.ts'
import { Face } from '../ui/avatar.tsx'
import { BotMark } from '../ui/bot-mark.tsx'
import { useSay } from '../ui/words.tsx'
import classes from './feed.module.css'

interface ListProps {
  readonly id: string
  readonly members: readonly MemberRef[]
  readonly chosen: number
  readonly choose: (member: MemberRef) => void
}

/** The names that fit. The focus stays in the text; arrows move here. */
export function MentionList({ id, members, chosen, choose }: ListProps) {
  const say = useSay()
  return (
    <>
      <VisuallyHidden role="status">
        {members.length > 0 && say('feed.mention.found', { count: members.length })}
      </VisuallyHidden>
      {members.length > 0 && (
        <div id={id} role="listbox" aria-label={say('feed.mention.label')} className={classes.mentions}>
          {members.map((member, place) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: keys are heard by the text that has the focus
            <div
              key={member.id}
              id={`${id}-${place}`}
              role="option"
              tabIndex={-1}
              aria-selected={place === chosen}
              className={classes.mention}
              onMouseDown={event => event.preventDefault()}
              onClick={() => choose(member)}
            >
              <Face member={member} size={26} />
              <span>{member.name}</span>
              <BotMark member={member} />
              {member.title && (
                <Text span size="xs" c="dimmed" truncate>
                  {member.title}
                </Text>
              )}
            </div>
          ))}
        </div>
      )}
    </>
  )
}
