import type { ThreadButton, ThreadCard, ThreadMessage } from '../../../contract/api/threads.ts'
import type { Person } from '../access/actor.ts'
import { fileAddress } from '../files/present-file.ts'
import type { ThreadMessageRow } from './threads.sql.ts'

type Said = Readonly<Record<string, unknown>>

/** What a program said in its own forms, as a person is shown it: nothing runs, nothing is fetched. */
export function presentMessage(row: ThreadMessageRow, person: Person, offered: boolean): ThreadMessage {
  const attachment = object(row.content.attachment)
  const payload = object(attachment?.payload)
  const [file] = row.files ?? []
  return {
    id: row.id,
    author: row.author,
    mine: row.author_id === person.memberId,
    notice: row.kind === 'notice',
    text: row.text,
    attachment: file
      ? fileAddress(file, 'full')
      : attachment?.type !== 'template'
        ? (address(payload?.url) ?? null)
        : null,
    cards: attachment?.type === 'template' && payload ? cardsOf(payload) : [],
    answers: offered ? answersOf(row.content.quick_replies) : [],
    createdAt: row.created_at.toISOString(),
  }
}

/** The answers that a message offers, by what each says back. */
export function offersOf(row: ThreadMessageRow): ThreadButton[] {
  const payload = object(object(row.content.attachment)?.payload)
  const cards = payload ? cardsOf(payload) : []
  return [...answersOf(row.content.quick_replies), ...cards.flatMap(card => card.buttons)].filter(
    one => one.kind === 'answer',
  )
}

function cardsOf(payload: Said): ThreadCard[] {
  const elements = list(payload.elements).map(element => ({
    title: text(element.title) || text(element.url),
    text: text(element.subtitle),
    buttons: buttonsOf([
      ...list(element.buttons),
      ...(object(element.default_action) ? [{ title: text(element.title), ...object(element.default_action) }] : []),
    ]),
  }))
  const own = text(payload.text)
  return own || elements.length === 0
    ? [{ title: '', text: own, buttons: buttonsOf(list(payload.buttons)) }, ...elements]
    : elements
}

function buttonsOf(buttons: readonly Said[]): ThreadButton[] {
  return buttons.flatMap((button): ThreadButton[] => {
    const title = text(button.title)
    const url = address(button.url)
    if (button.type === 'web_url' && url) return [{ kind: 'link', title: title || url, value: url }]
    if (button.type === 'phone_number') return [{ kind: 'call', title, value: text(button.payload) }]
    return button.type === 'postback' && title ? [{ kind: 'answer', title, value: text(button.payload) }] : []
  })
}

const answersOf = (quickReplies: unknown): ThreadButton[] =>
  list(quickReplies).flatMap(reply =>
    text(reply.title) ? [{ kind: 'answer' as const, title: text(reply.title), value: text(reply.payload) }] : [],
  )

const object = (value: unknown): Said | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Said) : undefined
const list = (value: unknown): Said[] =>
  Array.isArray(value) ? value.map(object).filter(one => one !== undefined) : []
const text = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 2_000) : '')
const address = (value: unknown): string | undefined =>
  typeof value === 'string' && /^https?:\/\//i.test(value) && URL.canParse(value) ? value : undefined
