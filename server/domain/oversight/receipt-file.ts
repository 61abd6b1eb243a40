import type { StopReceipt } from '../../../contract/api/receipts.ts'
import { Refusal } from '../../platform/refusal.ts'
import { say } from '../../platform/words.ts'
import type { Person } from '../access/actor.ts'
import { getReceipt } from './receipts.ts'

export interface ReceiptFile {
  readonly type: string
  readonly name: string
  readonly body: string
}

/** The receipt to keep: for people, in the reader's language with instants in UTC, or for programs. */
export async function receiptFile(actor: Person, receiptId: string, format: string): Promise<ReceiptFile> {
  const receipt = await getReceipt(actor, receiptId)
  const name = `receipt-${receipt.id}`
  if (format === 'json')
    return { type: 'application/json', name: `${name}.json`, body: `${JSON.stringify(receipt, null, 2)}\n` }
  if (format === 'txt') return { type: 'text/plain; charset=utf-8', name: `${name}.txt`, body: asText(actor, receipt) }
  throw new Refusal('not_found')
}

function asText({ language }: Person, receipt: StopReceipt): string {
  const word = (key: string, values = {}): string => say(language, `receipt.${key}`, values)
  const { name, id, at, closedAt, jobs, deliveries, groups } = receipt
  const head = [
    word('title', { name, id }),
    '',
    `${word(`kind.${receipt.kind}`)} · ${at} · ${receipt.by ? oneLine(receipt.by.name) : word('server')}`,
    word('counts', { jobs, deliveries, groups }),
    closedAt ? word('closed', { at: closedAt }) : word('open'),
    '',
  ]
  const lines = receipt.lines.map(line => {
    const whose = line.member ? oneLine(line.member.name) : word('own')
    const said = [word(`answer.${line.answer}`), line.detail && detailIn(word, line.detail), line.answeredAt]
    return `${word(`line.${line.kind}`)} ${line.subjectId} (${whose}): ${line.endedAt}; ${said.filter(Boolean).join(', ')}`
  })
  return `${[...head, ...(lines.length > 0 ? lines : [word('no_lines')])].join('\n')}\n`
}

const ours = new Set(['no_way', 'still_used', 'enabled_again'])
const detailIn = (word: (key: string) => string, detail: string): string =>
  ours.has(detail) ? word(`detail.${detail}`) : oneLine(detail)

/** Names and answers are others' words: they begin no line of their own, and no terminal obeys them (threats.md A25). */
const oneLine = (text: string): string => text.replace(/\p{C}+/gu, ' ').trim()
