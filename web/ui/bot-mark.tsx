import { Tag } from './tag.tsx'
import { useSay } from './words.tsx'

/** Beside the name of whoever wrote something: that it was a machine. Nothing beside a person's. */
export function BotMark({ member }: { member: { readonly kind: 'person' | 'bot' } }) {
  const say = useSay()
  return member.kind === 'bot' ? <Tag size="xs">{say('shell.bot')}</Tag> : null
}
