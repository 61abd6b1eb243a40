import { QueryObserver } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import { listGroups } from '../../contract/api/groups.ts'
import { getWelcome } from '../../contract/api/session.ts'
import { forgetReader, keyOf, makeQueryClient } from './query.ts'

test('who leaves is forgotten, and what the sign-in is waiting for comes all the same', async () => {
  const client = makeQueryClient({ signedOut: () => {}, refused: () => {} })
  client.setQueryData(keyOf(listGroups), { groups: [] } as never)
  let answer: (said: string) => void = () => {}
  const queryFn = () => new Promise<string>(done => (answer = done))
  const observer = new QueryObserver(client, { queryKey: keyOf(getWelcome), queryFn })
  const leave = observer.subscribe(() => {})
  forgetReader(client)
  answer('hello')
  await expect.poll(() => observer.getCurrentResult().data).toBe('hello')
  expect(
    client
      .getQueryCache()
      .findAll()
      .map(query => query.queryKey[0]),
  ).toEqual([getWelcome.path])
  leave()
})
