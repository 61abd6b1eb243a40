import type { LiveFrame } from '../../../contract/api/live.ts'
import type { Person } from '../../domain/access/actor.ts'
import { type Event, placeText } from '../../domain/events/event.ts'
import { frameFor } from './frame-for.ts'
import type { Hydrated } from './hydrate.ts'
import type { Block } from './stream.ts'

/** Makes what a batch says to one reader. Readers to whom an event says the same share its text. */
export function blocksOf(events: readonly Event[], read: Hydrated): (person: Person) => Block[] {
  const texts = events.map(() => new Map<string, string>())
  return person =>
    events.flatMap((event, n) => {
      const frame = frameFor(person, event, read)
      const known = texts[n]
      if (!frame || !known) return []
      const variant = variantOf(frame, person)
      const text = known.get(variant) ?? `id: ${placeText(event)}\ndata: ${JSON.stringify(frame)}\n\n`
      known.set(variant, text)
      return [{ place: event, text }]
    })
}

/** All in which a frame of one event differs from reader to reader. */
function variantOf(frame: LiveFrame, { language }: Person): string {
  if (frame.type === 'post') return JSON.stringify([frame.post.may, frame.post.reactions.mine, frame.home, language])
  if (frame.type === 'comment') return JSON.stringify([frame.comment.may, frame.comment.reactions.mine])
  return ''
}
