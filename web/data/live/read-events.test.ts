import { expect, test } from 'vitest'
import { eventReader, type StreamEvent } from './read-events.ts'

function read(...pieces: string[]): StreamEvent[] {
  const events: StreamEvent[] = []
  const take = eventReader(event => events.push(event))
  for (const piece of pieces) take(piece)
  return events
}

test('an event is taken once it is whole, however it is cut', () => {
  expect(read('id: 7.1\nda', 'ta: {"a":', '1}\n', '\n')).toEqual([{ id: '7.1', data: '{"a":1}' }])
  expect(read('id: 7.1\ndata: {}\n')).toEqual([])
})

test('several lines of data are one text, and line ends of both kinds are understood', () => {
  expect(read('data: a\r\ndata: b\r\n\r\ndata: c\n\n')).toEqual([
    { id: undefined, data: 'a\nb' },
    { id: undefined, data: 'c' },
  ])
})

test('heartbeats say nothing', () => {
  expect(read(': still here\n\n', ':\n\n')).toEqual([])
})
